import packageJson from './package.json' with { type: 'json' };

/**
 * What goes into the package for one system. Said whole for each: a list of exceptions beside a common list would be
 * taken for a list of its own, and pack everything else in the checkout.
 */
const filesFor = (system) => [
  'dist/main/**',
  'dist/renderer/**',
  '!dist/**/*.map',
  'package.json',
  'resources/**',
  '!resources/packaging/**',
  '!resources/icons/*.{mjs,svg}',
  // better-sqlite3 brings a file for every system; the one that is loaded stays, its source and tools do not.
  `!**/node_modules/better-sqlite3/prebuilds/!(${system}-\${arch}).node`,
  '!**/node_modules/better-sqlite3/{deps,src,build}/**',
  '!**/node_modules/better-sqlite3/binding.gyp',
  '!**/node_modules/node-addon-api/**',
  // Node itself, 126 MB of it, which only a checkout needs. Optional dependencies are packaged unless told.
  '!**/node_modules/node-{linux,win,darwin,bin-darwin}-*/**',
];

/** What is packaged, and how. tests/unit/packaging.test.ts packs with it and looks at what came out. */
export default {
  appId: 'invalid.switchyard.app',
  productName: 'Switchyard',
  executableName: 'switchyard',
  copyright: 'The Switchyard developers',
  electronVersion: packageJson.devDependencies.electron,
  directories: { output: 'release', buildResources: 'resources/packaging' },
  icon: 'resources/icons/icon.png',

  asar: true,
  asarUnpack: ['**/*.node'],
  // The native module works with every Node and every Electron as it is (N-API).
  npmRebuild: false,
  nodeGypRebuild: false,
  electronLanguages: ['en-US'],

  // Doors of the Electron program that this app has no use for. They are shut in the program file itself.
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  },
  // There is no server for updates yet, so none is looked for.
  publish: null,

  linux: {
    files: filesFor('linux'),
    target: ['AppImage', 'deb'],
    category: 'Office',
    maintainer: packageJson.author.email,
  },
  win: { files: filesFor('win32'), target: ['nsis'] },
  mac: {
    files: filesFor('darwin'),
    target: ['dmg', 'zip'],
    category: 'public.app-category.productivity',
    hardenedRuntime: true,
    entitlements: 'resources/packaging/entitlements.mac.plist',
    entitlementsInherit: 'resources/packaging/entitlements.mac.plist',
  },
};
