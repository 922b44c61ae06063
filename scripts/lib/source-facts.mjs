import { parseSync } from 'vite';

/** Nodes of TypeScript's own that hold an expression and no type. */
const EXPRESSIONS = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSExportAssignment',
]);
const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global']);

/** Globals of which one member reaches outside: another name for one of them would hide which. */
const OUTSIDE_OBJECTS = new Set(['Date', 'Math', 'performance', 'crypto', 'process']);

/** Every node of a syntax tree, each with the one above it. */
function* walk(node, parent) {
  yield [node, parent];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === 'string') yield* walk(child, node);
    }
  }
}

/** True when an import or re-export brings nothing but types. */
function bringsOnlyTypes(node) {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = node.specifiers ?? [];
  return specifiers.length > 0 && specifiers.every((s) => s.importKind === 'type' || s.exportKind === 'type');
}

/** What an import or re-export names of its module; `*` for the module as a whole. */
const importedNames = (node) =>
  node.type === 'ExportAllDeclaration'
    ? ['*']
    : (node.specifiers ?? []).map((s) => {
        const named = s.imported ?? (s.type === 'ExportSpecifier' ? s.local : undefined);
        return named ? (named.name ?? named.value) : '*';
      });

const textOf = (node) => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
};

/** "Date.now" for that member access, "fetch" for globalThis.fetch, undefined for what is no plain name. */
function nameOf(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return undefined;
  const object = nameOf(node.object);
  const property = node.computed ? textOf(node.property) : node.property.name;
  if (!object || !property) return undefined;
  return GLOBAL_OBJECTS.has(object) ? property : `${object}.${property}`;
}

/** Is a global handed on as a value, so that what is done with it cannot be seen: `const D = Date`, `f(Math)`? */
function isGivenAway(node, parent) {
  if (parent?.type === 'VariableDeclarator') return parent.init === node && parent.id.type === 'Identifier';
  if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') return parent.callee !== node;
  return ['AssignmentExpression', 'Property', 'ArrayExpression', 'ReturnStatement', 'SpreadElement'].includes(
    parent?.type,
  );
}

/** The names that a pattern binds: parameters, variables, what is taken apart. */
function* boundNames(pattern) {
  if (!pattern) return;
  if (pattern.type === 'Identifier') yield pattern.name;
  else if (pattern.type === 'AssignmentPattern') yield* boundNames(pattern.left);
  else if (pattern.type === 'RestElement') yield* boundNames(pattern.argument);
  else if (pattern.type === 'ArrayPattern')
    for (const element of pattern.elements) yield* boundNames(element);
  else if (pattern.type === 'ObjectPattern')
    for (const p of pattern.properties) yield* boundNames(p.value ?? p);
  else if (pattern.type === 'TSParameterProperty') yield* boundNames(pattern.parameter);
}

function* bindingsIn(node) {
  if (node.type === 'VariableDeclarator') yield* boundNames(node.id);
  if (node.type.startsWith('Import') && node.local) yield node.local.name;
  if (node.type === 'CatchClause') yield* boundNames(node.param);
  if (!/Function/.test(node.type)) return;
  if (node.id) yield node.id.name;
  const params = node.params?.items ?? node.params ?? [];
  for (const param of Array.isArray(params) ? params : []) yield* boundNames(param);
}

/** The members that `const { now, random: chance } = Date` takes out of a global, as "Date.now"; none for anything else. */
function takenApart(node) {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern' || !node.init) return [];
  const from = nameOf(node.init);
  if (from === undefined) return [];
  return node.id.properties.flatMap(({ key }) => {
    const property = key && (key.name ?? textOf(key));
    if (property === undefined) return [];
    return GLOBAL_OBJECTS.has(from) ? [property] : [`${from}.${property}`];
  });
}

/**
 * What the layer check wants to know about one source file: what it imports ({ specifier, names, isType, line }) and
 * which names it uses that nothing in the file binds ({ name, line, isCall, isNew, isAlias, hasArguments }). Throws for a file that
 * cannot be parsed.
 */
export function factsOf(file, text) {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be read as TypeScript: ${errors[0].message}`);
  const lineOf = (node) => text.slice(0, node.start).split('\n').length;
  const imports = [];
  const uses = [];
  const taken = [];
  const bound = new Set();
  for (const [node, parent] of walk(program, undefined)) {
    for (const name of bindingsIn(node)) bound.add(name);
    const source = textOf(node.source);
    if (/^(Import|Export)(Named|All)?Declaration$/.test(node.type) && source !== undefined) {
      imports.push({
        specifier: source,
        names: importedNames(node),
        isType: bringsOnlyTypes(node),
        line: lineOf(node),
      });
    } else if (node.type === 'ImportExpression' && source !== undefined) {
      imports.push({ specifier: source, names: ['*'], isType: false, line: lineOf(node) });
    } else if (node.type === 'TSImportType') {
      const specifier = textOf(node.source ?? node.argument?.literal ?? node.argument);
      if (specifier !== undefined) imports.push({ specifier, names: [], isType: true, line: lineOf(node) });
    }
    for (const name of takenApart(node)) {
      const isPlain = { isCall: false, isNew: false, isAlias: false, hasArguments: false };
      taken.push({ name, line: lineOf(node), ...isPlain });
    }
    if (node.type === 'Identifier' || node.type === 'MemberExpression') {
      const name = nameOf(node);
      const isProperty = parent?.property === node && !parent.computed;
      const isKey = (parent?.key === node && !parent.computed) || parent?.imported === node;
      const isTypeName = parent?.type.startsWith('TS') && !EXPRESSIONS.has(parent.type);
      if (!name || isProperty || isKey || isTypeName) continue;
      const isCall = parent?.type === 'CallExpression' && parent.callee === node;
      const isNew = parent?.type === 'NewExpression' && parent.callee === node;
      uses.push({
        name,
        line: lineOf(node),
        isCall,
        isNew,
        isAlias: OUTSIDE_OBJECTS.has(name) && isGivenAway(node, parent),
        hasArguments: (parent?.arguments?.length ?? 0) > 0,
      });
      if (isCall && name === 'require') {
        const specifier = textOf(parent.arguments[0]);
        if (specifier !== undefined)
          imports.push({ specifier, names: ['*'], isType: false, line: lineOf(node) });
      }
    }
  }
  // What is taken out of a global binds a name of its own, so only the global's own name is asked for.
  const isFree = ({ name }) => !bound.has(name.split('.')[0]);
  return {
    imports,
    uses: [...uses.filter(isFree), ...taken.filter((t) => !t.name.includes('.') || isFree(t))],
  };
}
