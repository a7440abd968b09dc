import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import ts from 'typescript';

import { repoRoot } from '../../testbed/paths';

/** The names that a file takes from another; `everything` where it imports the file as a whole. */
type Wanted = Set<string> | 'everything';

interface Import {
	/** The imported file, from the repository's root. */
	file: string;
	names: Wanted;
}

/**
 * The TypeScript files that an entry needs, directly or through others, by their path from the repository's root. A
 * room's `index.ts` keeps only the names that are asked for, so that what nobody needs does not come along.
 *
 * @param entries paths from the repository's root
 * @throws Error for an import that leads nowhere
 */
export function sourcesOf(entries: readonly string[]): Map<string, string> {
	const asked = new Map<string, Set<string>>();
	const found = new Map<string, string>();

	const visit = (file: string, names: Wanted): void => {
		const source = parse(file);
		if (!isDoor(source)) {
			if (found.has(file)) return;
			found.set(file, source.text);
			for (const each of importsOf(source, file)) visit(each.file, each.names);
			return;
		}
		if (names === 'everything') throw new Error(`${file} is imported as a whole`);
		const known = asked.get(file) ?? new Set<string>();
		asked.set(file, known);
		const fresh = [...names].filter((name) => !known.has(name));
		for (const name of fresh) known.add(name);
		for (const statement of source.statements.filter(ts.isExportDeclaration)) {
			const target = targetOf(statement, file);
			const passedOn = specifiersOf(statement)
				.filter(({ name }) => fresh.includes(name.text))
				.map(({ name, propertyName }) => (propertyName ?? name).text);
			if (target !== undefined && passedOn.length > 0) visit(target, new Set(passedOn));
		}
	};

	for (const entry of entries) visit(entry, 'everything');
	for (const [file, names] of asked) found.set(file, narrowed(parse(file), names));
	return found;
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
	const known = parsed.get(file);
	if (known) return known;
	const text = readFileSync(join(repoRoot, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	parsed.set(file, source);
	return source;
}

/** Whether a file does nothing but pass on what stands in others. */
function isDoor(source: ts.SourceFile): boolean {
	return source.statements.every(
		(statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
	);
}

function importsOf(source: ts.SourceFile, file: string): Import[] {
	return source.statements.flatMap((statement): Import[] => {
		if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
		const target = targetOf(statement, file);
		if (target === undefined) return [];
		const bindings = ts.isImportDeclaration(statement)
			? statement.importClause?.namedBindings
			: statement.exportClause;
		if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings)))
			return [{ file: target, names: 'everything' }];
		const names = bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
		return [{ file: target, names: new Set(names) }];
	});
}

/** The file that a relative import names, from the repository's root; undefined for a package. */
function targetOf(
	{ moduleSpecifier }: ts.ImportDeclaration | ts.ExportDeclaration,
	file: string,
): string | undefined {
	if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return undefined;
	if (!moduleSpecifier.text.startsWith('.')) return undefined;
	const base = join(repoRoot, dirname(file), moduleSpecifier.text);
	const target = [`${base}.ts`, `${base}.d.ts`, join(base, 'index.ts')].find((candidate) =>
		existsSync(candidate),
	);
	if (target === undefined) throw new Error(`${file} imports ${moduleSpecifier.text}, which is not there`);
	return relative(repoRoot, target);
}

function specifiersOf({ exportClause }: ts.ExportDeclaration): ts.ExportSpecifier[] {
	return exportClause && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [];
}

/** The text of a door with those names only. */
function narrowed(door: ts.SourceFile, names: ReadonlySet<string>): string {
	return door.statements
		.filter(ts.isExportDeclaration)
		.flatMap((statement) => {
			const kept = specifiersOf(statement)
				.filter(({ name }) => names.has(name.text))
				.map((specifier) => specifier.getText());
			if (kept.length === 0) return [];
			const keyword = statement.isTypeOnly ? 'export type' : 'export';
			return [`${keyword} { ${kept.join(', ')} } from ${statement.moduleSpecifier?.getText() ?? ''};\n`];
		})
		.join('');
}
