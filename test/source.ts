import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The folders that hold the program, not its tests. */
export const sourceFolders = ['core', 'adapters', 'functions', 'web', 'infra', 'cli', 'preview'] as const;

/** One source file, parsed. Paths are relative to the root, with `/`. */
export interface SourceFile {
  path: string;
  text: string;
  tree: ts.SourceFile;
}

/** Every TypeScript file of the folders. */
export async function sourceFiles(folders: readonly string[] = sourceFolders): Promise<SourceFile[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
      return names.filter((name) => /\.tsx?$/.test(name)).map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`);
    }),
  );
  return lists.flat().map((file) => parse(file));
}

function parse(file: string): SourceFile {
  const text = readFileSync(path.join(root, file), 'utf8');
  return { path: file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
}

/** What a file imports, in every form: static, dynamic, re-exported, as a type; relative ones as paths from the root. */
export function importsOf(file: SourceFile): string[] {
  const found: string[] = [];
  walk(file.tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== null) found.push(resolved(file.path, specifier));
  });
  return found;
}

function specifierOf(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
  }
  if (ts.isCallExpression(node) && isLoad(node.expression)) {
    const [argument] = node.arguments;
    return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : null;
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return node.argument.literal.text;
  }
  return null;
}

function isLoad(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

function resolved(from: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier;
}

/** Visits a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The names that a file declares: what our own concepts are called. Names of other programs' properties are not among them. */
export function declaredNames(file: SourceFile): string[] {
  const names: string[] = [];
  walk(file.tree, (node) => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isPropertySignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ts.isMethodDeclaration(node);
    // A property in Pascal case is another system's, such as AWS's.
    const theirs = ts.isPropertySignature(node) && /^[A-Z]/.test(node.name.getText());
    if (declares && !theirs && node.name !== undefined && ts.isIdentifier(node.name)) names.push(node.name.text);
  });
  return names;
}

/** The words of a camelCase or kebab-case name, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());
}
