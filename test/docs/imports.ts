import { posix } from 'node:path';
import ts from 'typescript';
import { isFile, read, sourcesIn } from './repository';

/** One import of a file: of another file of the repository, or of a package. */
export interface Import {
	from: string;
	/** A path of the repository, or a package's name. */
	to: string;
	isPackage: boolean;
	/** Nothing of it is left when the code runs. */
	isTypeOnly: boolean;
}

/** What is imported by a name that shows only when the code runs. */
const COMPUTED = '(computed)';

function textOf(node: ts.Node | undefined): string | undefined {
	return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** What a node of the syntax tree imports, in any of TypeScript's ways to say so. */
function importedBy(node: ts.Node): { name?: string; isTypeOnly: boolean } | undefined {
	if (ts.isImportDeclaration(node)) {
		const name = textOf(node.moduleSpecifier);
		return { name, isTypeOnly: node.importClause?.isTypeOnly ?? false };
	}
	if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
		return { name: textOf(node.moduleSpecifier), isTypeOnly: node.isTypeOnly };
	}
	if (ts.isExternalModuleReference(node)) {
		return { name: textOf(node.expression), isTypeOnly: false };
	}
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
		return { name: textOf(node.argument.literal), isTypeOnly: true };
	}
	if (ts.isCallExpression(node)) {
		const { expression, arguments: given } = node;
		const isRequire = ts.isIdentifier(expression) && expression.text === 'require';
		const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
		return isRequire || isImport ? { name: textOf(given[0]), isTypeOnly: false } : undefined;
	}
	return undefined;
}

const ENDINGS = ['', '.ts', '/index.ts'];

function resolve(from: string, name: string): string {
	const path = posix.join(posix.dirname(from), name);
	return ENDINGS.map((ending) => path + ending).find(isFile) ?? path;
}

/** @param text the file's code */
export function importsOf(from: string, text: string): Import[] {
	const imports: Import[] = [];
	const look = (node: ts.Node): void => {
		const found = importedBy(node);
		if (found) {
			const { name = COMPUTED, isTypeOnly } = found;
			const isPackage = !name.startsWith('.');
			imports.push({ from, to: isPackage ? name : resolve(from, name), isPackage, isTypeOnly });
		}
		ts.forEachChild(node, look);
	};
	look(ts.createSourceFile(from, text, ts.ScriptTarget.Latest));
	return imports;
}

export function importsBelow(folders: string[]): Import[] {
	return folders.flatMap(sourcesIn).flatMap((path) => importsOf(path, read(path)));
}
