import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { MB, type RetryOptions } from '../http';
import {
	choice,
	collection,
	FieldPath,
	notice,
	number,
	text,
	toNodeProperties,
	type Fields,
} from '../fields';
import type { Operation, Partner, Resource, Resources } from '../operation';

/** Defaults of the request options. `timeout` in seconds, `largestAnswer` in MB. */
export const REQUEST_DEFAULTS = { concurrency: 10, retries: 3, timeout: 60, largestAnswer: 64 };

/** The maximum of "Requests at Once". */
export const MAX_CONCURRENCY = 50;

/** The field "Request Options", the same for every operation of every partner. */
export const requestOptions = collection({
	displayName: 'Request Options',
	placeholder: 'Add Option',
	fields: {
		largestAnswer: number({
			displayName: 'Largest Answer (MB)',
			default: REQUEST_DEFAULTS.largestAnswer,
			min: 1,
			// Node's longest string has about 512 million characters.
			max: 500,
			description:
				'How long an answer may be, unpacked. A longer one is broken off before it fills the memory of n8n. Very long lists may need more.',
		}),
		concurrency: number({
			displayName: 'Requests at Once',
			default: REQUEST_DEFAULTS.concurrency,
			min: 1,
			max: MAX_CONCURRENCY,
			description:
				'How many items are handled at the same time. The order of the output stays that of the input.',
		}),
		retries: number({
			displayName: 'Retries',
			default: REQUEST_DEFAULTS.retries,
			min: 0,
			max: 10,
			description:
				'How often a request is sent again after a broken connection or when the partner is busy. Anything that creates or changes data is only sent again when it cannot have arrived.',
		}),
		timeout: number({
			displayName: 'Timeout (Seconds)',
			default: REQUEST_DEFAULTS.timeout,
			min: 1,
			max: 3600,
			description: 'How long to wait for the whole of an answer. Very long lists may need more.',
		}),
	},
});

/** The request options in milliseconds and bytes, with defaults for those that were not added. */
export function retryOptionsOf(
	chosen: Partial<Record<keyof typeof REQUEST_DEFAULTS, number>> = {},
): RetryOptions {
	const {
		retries = REQUEST_DEFAULTS.retries,
		timeout = REQUEST_DEFAULTS.timeout,
		largestAnswer = REQUEST_DEFAULTS.largestAnswer,
	} = chosen;
	return { retries, timeout: timeout * 1000, largest: largestAnswer * MB };
}

/**
 * "Requests at Once" of the first item, which holds for the whole run. An invalid value is corrected here; it and an
 * expression that fails are reported when that item's fields are read.
 */
export function concurrencyOf(n8n: IExecuteFunctions): number {
	const ignored = () => {};
	const path = new FieldPath({ timeZone: 'UTC', addIssue: ignored, secret: ignored });
	let chosen: unknown;
	try {
		chosen = n8n.getNodeParameter('requestOptions', 0, {});
	} catch {
		return REQUEST_DEFAULTS.concurrency;
	}
	const { concurrency = REQUEST_DEFAULTS.concurrency } = requestOptions.read(chosen, path);
	return Number.isInteger(concurrency) ? Math.min(Math.max(1, concurrency), MAX_CONCURRENCY) : 1;
}

/** A parameter of this name takes the place of n8n's own, which says no more than the operation's title (createAiTools). */
const TOOL_DESCRIPTION = 'toolDescription';

/** What a model that uses the node as a tool is told about the operation. */
function toolDescription(partner: Partner, { action, description, notice: told }: Operation): Fields {
	const sentences = [`${action} in ${partner.name}`, description, told?.replace(/\.$/, '')].filter(Boolean);
	return {
		[TOOL_DESCRIPTION]: text({
			displayName: 'Tool Description',
			required: true,
			rows: 4,
			default: `${sentences.join('. ')}.`,
			description: 'What the model is told about this tool',
		}),
	};
}

/**
 * The panel of a node: resource, operation, what it costs, its own fields, and the request options.
 *
 * @param firstResource chosen in a new node; another one takes another version of the node, because a saved workflow
 *   leaves out what is the default
 */
export function nodeProperties(
	partner: Partner,
	resources: Resources,
	firstResource = Object.keys(resources)[0] ?? '',
): INodeProperties[] {
	const all = Object.entries(resources);
	const resource = choice({
		displayName: 'Resource',
		noDataExpression: true,
		options: all.map(([value, { name }]) => ({ name, value })),
		default: firstResource,
	});
	const operationOf = ({ operations, default: first }: Resource) =>
		choice({
			displayName: 'Operation',
			noDataExpression: true,
			options: Object.entries(operations).map(([value, { name, action, description }]) => ({
				name,
				value,
				action,
				description,
			})),
			default: first,
		});
	return [
		...toNodeProperties({ resource }),
		...all.flatMap(([value, entry]) =>
			toNodeProperties({ operation: operationOf(entry) }, { resource: [value] }),
		),
		...all.flatMap(([value, { operations }]) =>
			Object.entries(operations).flatMap(([name, operation]) => {
				const chosen = { resource: [value], operation: [name] };
				return [
					...toNodeProperties(toolDescription(partner, operation), { '@tool': [true], ...chosen }),
					...toNodeProperties(operation.notice ? { notice: notice(operation.notice) } : {}, chosen),
					...toNodeProperties(operation.fields, chosen),
				];
			}),
		),
		...toNodeProperties({ requestOptions: requestOptionsFor(all.map(([, entry]) => entry)) }),
	];
}

/** The request options, of which "Requests at Once" is hidden for operations that take one item. */
function requestOptionsFor(resources: Resource[]): typeof requestOptions {
	const single = resources.flatMap(({ operations }) =>
		Object.entries(operations)
			.filter(([, { singleItemAdvice }]) => singleItemAdvice)
			.map(([value]) => value),
	);
	if (single.length === 0) return requestOptions;
	const { property } = requestOptions;
	const displayOptions = { hide: { '/operation': single } };
	const options = (property.options as INodeProperties[]).map((option) =>
		option.name === 'concurrency' ? { ...option, displayOptions } : option,
	);
	return { ...requestOptions, property: { ...property, options } };
}
