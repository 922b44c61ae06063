/**
 * Checks who imports whom (scripts/lib/layer-table.mjs), and that nothing takes time, chance, the network or other
 * programs by itself. Ends with 1 and says for each finding what would be fine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  EXCEPTIONS,
  IS_TEST,
  LAYERS,
  MAY_REACH_OUTSIDE,
  MODULES,
  NAMES,
  PACKAGES,
} from './lib/layer-table.mjs';
import { root } from './lib/root.mjs';
import { factsOf } from './lib/source-facts.mjs';

const TOP = ['app', 'bench', 'main', 'nodes', 'renderer', 'tests'];
const SOURCE = /\.(ts|tsx|mts|cts)$/;

const layerOf = (file) => LAYERS.find(({ is }) => is.test(file));
const topOf = (file) => file.split('/')[0];
const isNodeModule = (specifier) =>
  specifier.startsWith('node:') || MODULES.some(({ is }) => is.test(specifier));

/** The file of the checkout that a specifier names, or undefined when it names a package. */
function targetOf(file, specifier) {
  const plain = specifier.replace(/\?.*$/, '');
  return plain.startsWith('.') ? path.posix.join(path.posix.dirname(file), plain) : undefined;
}

/** What is wrong with one import between files, or undefined. */
function wrongFile(file, layer, target, isType) {
  const other = layerOf(target);
  if (layer.mayAll || (IS_TEST.test(file) && topOf(file) === topOf(target))) return undefined;
  if (IS_TEST.test(target)) return `imports ${target}, which is for tests only.`;
  if (layer === other) return undefined;
  if (other && (layer.may.includes(other.name) || (isType && layer.mayTypes?.includes(other.name))))
    return undefined;
  const fine = layer.may.length > 0 ? layer.may.join(', ') : 'nothing outside this folder';
  const types = layer.mayTypes ? `; types also from: ${layer.mayTypes.join(', ')}` : '';
  return `imports ${target}. From ${layer.name} would be fine: ${fine}${types}.`;
}

/** What is wrong with the import of a package or a module of Node, or undefined. */
function wrongPackage(file, layer, { specifier, names, isType }) {
  const module = MODULES.find(({ is }) => is.test(specifier));
  const isMeant = !isType && (!module?.names || names.some((name) => module.names.test(name)));
  const mayUse = module?.in.some((where) => where.test(file));
  if (module && isMeant && !mayUse) return `imports ${specifier}. ${module.advice}`;
  if (isType || layer.mayAll || IS_TEST.test(file)) return undefined;
  if (/^([/#]|@\/|~)/.test(specifier)) return `imports ${specifier}. Name the file by its relative path.`;
  if (isNodeModule(specifier)) {
    return layer.runs === 'node'
      ? undefined
      : `imports ${specifier}, but ${layer.name} also runs in a browser.`;
  }
  const rule = PACKAGES.find(({ is }) => is.test(specifier));
  if (!rule || rule.in?.includes(layer.name) || (rule.runs && rule.runs === layer.runs)) return undefined;
  const where = rule.runs
    ? 'where only Node runs'
    : rule.in.length > 0
      ? `in: ${rule.in.join('; ')}`
      : 'in tests';
  return `imports ${specifier}, which is fine only ${where}.`;
}

/** What is wrong with the use of a global name, or undefined. */
function wrongName(file, use) {
  const rule = NAMES.find(({ name, when }) => name === use.name && (!when || when(use)));
  if (!rule) return undefined;
  const mayReach = IS_TEST.test(file) || MAY_REACH_OUTSIDE.some((where) => where.test(file));
  if (rule.outside && mayReach) return undefined;
  if (EXCEPTIONS.some(({ is, name }) => name === use.name && is.test(file))) return undefined;
  return `uses ${rule.shown ?? rule.name}. ${rule.advice}`;
}

/** Checks one file, named by its path from the checkout with `/`. Gives sentences, each beginning with file and line. */
export function checkFile(file, text) {
  const layer = layerOf(file);
  if (!layer) return [`${file}:1 belongs to no folder that scripts/lib/layer-table.mjs knows.`];
  const { imports, uses } = factsOf(file, text);
  const findings = [];
  for (const { line, ...brought } of imports) {
    const { specifier, isType } = brought;
    const target = targetOf(file, specifier);
    const wrong = target ? wrongFile(file, layer, target, isType) : wrongPackage(file, layer, brought);
    if (wrong) findings.push(`${file}:${line} ${wrong}`);
  }
  for (const use of uses) {
    const wrong = wrongName(file, use);
    if (wrong) findings.push(`${file}:${use.line} ${wrong}`);
  }
  return findings;
}

/** Checks every source file below `folder`. Gives { files, findings }. */
export function checkLayers(folder) {
  const files = TOP.flatMap((top) => {
    try {
      return readdirSync(path.join(folder, top), { recursive: true }).map(
        (name) => `${top}/${name.split(path.sep).join('/')}`,
      );
    } catch {
      return [];
    }
  }).filter((name) => SOURCE.test(name) && !name.includes('/node_modules/'));
  const findings = files.flatMap((file) => checkFile(file, readFileSync(path.join(folder, file), 'utf8')));
  return { files: files.length, findings };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { files, findings } = checkLayers(root);
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  process.stdout.write(
    findings.length === 0
      ? `${files} files keep to their layers.\n`
      : `${findings.length} findings in ${files} files.\n`,
  );
  process.exitCode = findings.length === 0 && files > 0 ? 0 : 1;
}
