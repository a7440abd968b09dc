import { join, relative } from 'node:path';
import ts from 'typescript';

/**
 * What the pack uses of n8n. The oldest promised n8n has all of it: 1.123.81, with n8n-workflow 1.120.31 (read in its
 * declarations). We compile with the newest types, so whatever is added here has to be looked up there first.
 * test/n8n/types.test.ts compiles the pack with the types of each promised n8n.
 */
const VALUES = ['NodeApiError', 'NodeConnectionTypes', 'NodeOperationError', 'VersionedNodeType'];

/** Functions of the contexts that n8n runs a node in. */
const FUNCTIONS = [
	'addExecutionHints',
	'continueOnFail',
	'evaluateExpression',
	'getActivationMode',
	'getCredentials',
	'getCurrentNodeParameter',
	'getExecuteData',
	'getExecutionCancelSignal',
	'getHeaderData',
	'getInputData',
	'getMode',
	'getNode',
	'getNodeParameter',
	'getQueryData',
	'getRequestObject',
	'getResponseObject',
	'getTimezone',
	'getWorkflow',
	'getWorkflowDataProxy',
	'getWorkflowStaticData',
	'httpRequest',
	'prepareBinaryData',
	'putExecutionToWait',
];

/** What the oldest lacks: the pack checks whether it is there before using it. */
const ONLY_WHERE_THERE = ['getPollBudgetMs', 'isToolExecution'];

const root = join(__dirname, '../..');
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
const { fileNames, options } = ts.parseJsonConfigFileContent(
	{ ...config, include: ['nodes', 'credentials'] },
	ts.sys,
	root,
);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();
const files = fileNames.map((name) => program.getSourceFile(name)!);

/** Every node of a syntax tree. */
function* walk(node: ts.Node): Generator<ts.Node> {
	yield node;
	for (const child of node.getChildren()) yield* walk(child);
}

const all = files.flatMap((file) =>
	[...walk(file)].map((node) => ({ node, file: relative(root, file.fileName) })),
);

/** Whether a symbol is declared by n8n. */
const isOfN8n = (symbol: ts.Symbol | undefined) =>
	symbol?.declarations?.some((one) => one.getSourceFile().fileName.includes('/n8n-workflow/')) ?? false;

describe('the oldest promised n8n', () => {
	it('has every value that is imported from n8n-workflow', () => {
		const imported = all.flatMap(({ node, file }) => {
			if (!ts.isImportDeclaration(node) || node.importClause?.isTypeOnly) return [];
			if ((node.moduleSpecifier as ts.StringLiteral).text !== 'n8n-workflow') return [];
			const bindings = node.importClause?.namedBindings;
			if (!bindings || ts.isNamespaceImport(bindings)) return [`all of it in ${file}`];
			return bindings.elements.filter((one) => !one.isTypeOnly).map((one) => one.name.text);
		});
		// sleep.ts checks at run time which exports there are.
		expect([...new Set(imported)].sort()).toEqual([...VALUES, 'all of it in nodes/shared/http/sleep.ts']);
	});

	const calls = all.flatMap(({ node, file }) => {
		if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
		const { name } = node.expression;
		if (!isOfN8n(checker.getSymbolAtLocation(name))) return [];
		const isOptional = node.questionDotToken !== undefined || asks(file, name.text);
		return [{ name: name.text, isOptional }];
	});
	/** Whether a file checks that a function exists before calling it. */
	function asks(file: string, name: string): boolean {
		return program.getSourceFile(join(root, file))!.text.includes(`'${name}' in `);
	}
	const names = (some: typeof calls) => [...new Set(some.map(({ name }) => name))].sort();

	it('has every function of n8n that is called', () => {
		const known = (name: string) => !ONLY_WHERE_THERE.includes(name);
		expect(names(calls).filter(known)).toEqual(FUNCTIONS);
	});

	it('is not asked for what it lacks', () => {
		const lacking = calls.filter(({ name }) => ONLY_WHERE_THERE.includes(name));
		expect(names(lacking)).toEqual(ONLY_WHERE_THERE);
		expect(lacking.filter(({ isOptional }) => !isOptional)).toEqual([]);
	});
});
