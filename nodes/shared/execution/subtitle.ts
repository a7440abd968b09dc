import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Resources } from '../operation';

/** Below a node on the canvas: what it does in the words of its panel, e.g. "Application: Get Many". */
export function subtitleOf(resources: Resources): string {
	const titles = Object.entries(resources).flatMap(([resource, { name, operations }]) =>
		Object.entries(operations).map(([value, operation]) => [
			`${resource}:${value}`,
			`${name}: ${operation.name}`,
		]),
	);
	return `={{ (${wordsFor(titles)})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
}

/** Below a trigger on the canvas: what it starts on in the words of its panel, e.g. "New Lead". */
export function triggerSubtitleOf(properties: INodeProperties[]): string {
	const triggerOn = properties.find(({ name }) => name === 'triggerOn');
	const options = (triggerOn?.options ?? []) as INodePropertyOptions[];
	const names = options.map(({ name, value }) => [String(value), name]);
	return `={{ [$parameter["triggerOn"]].flat().map((value) => (${wordsFor(names)})[value] ?? value).join(", ") }}`;
}

/** A flat object, because "}}" would end n8n's expression. */
const wordsFor = (entries: string[][]) => JSON.stringify(Object.fromEntries(entries));
