import { inspect } from 'node:util';
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { redact, redactDeep } from '../../../nodes/shared/errors/redact';
import { Secret } from '../../../nodes/shared/errors/secret';
import { SOURCE_NODE } from '../../support/runWorkflow';
import { bodyOf, jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';
import { CARD, NATIVE, paid } from './order';

const bench = useSimulator();

const NUMBER = '4000000000000000';
const CODE = '987';
const OTHERS = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** An order whose card comes in the input. */
const fromInput = paid({ cardNumber: '={{ $json.card.number }}', cardSecurity: '={{ $json.card.code }}' });

/** A tenant with the card in every form in which a workflow may carry it. */
const tenant = {
	name: 'Pat',
	unit: 98_700,
	year: 1987,
	card: { number: ' 4000-0000 0000-0000 ', code: CODE },
	again: [{ digits: Number(NUMBER), code: Number(CODE) }, NUMBER],
	note: `Card 4000 0000 0000 0000 with the code ${CODE}.`,
	[NUMBER]: true,
};
/** The same tenant with the card masked, as it may be passed on. */
const masked = {
	name: 'Pat',
	unit: 98_700,
	year: 1987,
	card: { number: ' *** ', code: '***' },
	again: [{ digits: '***', code: '***' }, '***'],
	note: 'Card *** with the code ***.',
	'***': true,
};

/** Everything that n8n stores of a run, except what the author of the workflow typed in. */
function kept(result: Awaited<ReturnType<typeof bench.run>>): string {
	const { runData, error } = result.run.data.resultData;
	const { [SOURCE_NODE]: _, ...ours } = runData;
	// The stack and the members of errors are searched, too.
	const shown = inspect([ours, error, result.hints], {
		depth: null,
		maxArrayLength: null,
		maxStringLength: null,
	});
	return withoutClocks(shown);
}

/** Times and line numbers of a stack may contain the digits of a card by chance. */
function withoutClocks(text: string): string {
	return text
		.replace(/\b(startTime|executionTime|timestamp): \d+/g, '$1: (a time)')
		.replace(/:\d+:\d+\b/g, ':(a line)');
}

afterEach(() => jest.restoreAllMocks());

const order = async (
	item: IDataObject,
	parameters: INodeParameters = fromInput,
	onError?: OnError,
	credential?: IDataObject,
) => {
	const items = [{ ...item, index: 0 }];
	const result = await bench.run('smartMove', parameters, items, { onError, credential });
	const text = kept(result);
	expect(text.replace(/[\s-]/g, '')).not.toContain(NUMBER);
	// Not as a part of a longer number.
	expect(text).not.toMatch(/(?<![\d:.])987(?!\d|:|\.\d)/);
	return result;
};
const refused = (Message: string) =>
	bench.control.faults.add({
		operationId: 'createApplicationNative',
		kind: 'status',
		status: 400,
		body: { Message },
	});

describe('a card', () => {
	it('is sent without spaces and dashes, and is in nothing that comes back', async () => {
		const { output } = succeeded(await order(tenant));
		expect(jsonOf(output)).toEqual([
			{ applicationId: 70_001, customerReference: 'cust-42', orderReference: null },
		]);
		// The simulator accepts this number only; its journal shows the last digits and the length.
		expect(bodyOf(bench.arrived()[0]).CreditCard).toEqual({
			...CARD,
			cardNumber: '************0000',
			cardSecurity: '***',
		});
	});

	it.each(['4000000000000000', '4000 0000 0000 0000', '4000-0000-0000-0000', ' 40000000-0000 0000\n', 4e15])(
		'may be written %j',
		async (number) => {
			succeeded(await order({ card: { number, code: 987 } }));
			expect(bench.control.state().partners.smartMove.applications).toMatchObject([{ paidWith: 'visa' }]);
		},
	);

	it('that was typed into the panel is not in the error that n8n keeps', async () => {
		refused('No');
		for (const onError of OTHERS) await order({}, paid(), onError);
		expect((await order({}, paid({ cardNumber: `${NUMBER}2` }))).error?.message).toContain(
			'Card Number must have',
		);
	});
});

describe('an order with a card that fails', () => {
	const reasons: Array<[string, () => void, IDataObject, string]> = [
		[
			'SmartMove repeats the card',
			() =>
				refused(
					`Card 4000-0000-0000-0000 alias ${NUMBER} does not go with ${CODE}, nor with (${CODE}) or "${CODE}"`,
				),
			{},
			'Card *** alias *** does not go with ***, nor with (***) or "***"',
		],
		[
			'SmartMove refuses',
			() => refused('The credit card was declined.'),
			{},
			'The credit card was declined.',
		],
		['nobody answers', () => bench.control.faults.add({ kind: 'dropAfter' }), {}, 'was asked, and'],
		[
			'a field is wrong',
			() => {},
			{ customerReference: '={{ $json.nothing }}' },
			'Customer Reference must be filled in',
		],
		[
			'the agreement is not ticked',
			() => {},
			{ agreement: false },
			'FCRA Agreement Accepted must be turned on',
		],
	];

	it.each(reasons)(
		'because %s: the card goes nowhere, the rest goes on',
		async (_, arrange, change, message) => {
			for (const onError of OTHERS) {
				bench.control.faults.clear();
				arrange();
				const parameters = { ...fromInput, ...change } as INodeParameters;
				const { error, output, errorOutput } = await order(tenant, parameters, onError);
				if (onError === 'stopWorkflow') {
					expect(error?.message).toContain(message);
					continue;
				}
				const [item, ...others] = onError === 'continueErrorOutput' ? errorOutput : output;
				expect(others).toEqual([]);
				expect(pairing([item!])).toEqual([0]);
				expect(item!.json.error).toContain(message);
				expect(item!.json.error).not.toContain('[item');
				// On the error output n8n keeps the error message only.
				if (onError === 'continueErrorOutput') expect(Object.keys(item!.json)).toEqual(['error']);
				else expect(item!.json).toMatchObject({ ...masked, index: 0, details: expect.anything() });
			}
		},
	);

	it('says on the error output, too, that it may have been placed', async () => {
		bench.control.faults.add({ kind: 'dropAfter' });
		const { errorOutput } = await order(tenant, fromInput, 'continueErrorOutput');
		expect(errorOutput[0]!.json.error).toContain('look there before you run this item again');
	});

	it.each([
		[
			'has 17 digits',
			{ number: '4717 3828 9190 6465 7', code: CODE },
			'Card Number must have at most 16 characters, not 17',
		],
		['is not digits', { number: '4717-3828-9190-OOOO', code: CODE }, 'Card Number must be digits'],
		['is a list', { number: ['4717', '4717382891906465'], code: CODE }, 'Card Number must be a text'],
		[
			'is an object',
			{ number: { of: '4717382891906465' }, code: [Number(CODE)] },
			'Card Number, Credit Card → Security Code',
		],
	])('because the number %s: nothing of it goes on', async (_, card, message) => {
		// A time that contains digits of the card, which must not be taken for it.
		jest.spyOn(Date, 'now').mockReturnValue(1_471_738_289_190);
		for (const onError of OTHERS) {
			const result = await order({ name: 'Pat', card }, fromInput, onError);
			const said = result.error?.message ?? [...result.output, ...result.errorOutput][0]!.json.error;
			expect(said).toContain(message);
			const text = kept(result);
			for (const part of ['4717', '3828', '9190', '6465', 'OOOO']) expect(text).not.toContain(part);
		}
		expect(bench.arrived()).toEqual([]);
	});

	it('before any field is read: the card goes nowhere either', async () => {
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
			const result = await order(tenant, fromInput, onError, { baseUrl: 'nowhere' });
			expect([...result.output, ...result.errorOutput][0]!.json.error).toContain('Base URL');
		}
	});

	it('because a field cannot be read at all: nothing of the input goes on', async () => {
		const broken = paid({
			cardNumber: '={{ $json.card.number }}',
			cardSecurity: '={{ $("Nowhere").item.json.code }}',
		});
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
			const { output, errorOutput } = await order(tenant, broken, onError);
			const [item] = onError === 'continueErrorOutput' ? errorOutput : output;
			expect(Object.keys(item!.json).filter((key) => !['error', 'details'].includes(key))).toEqual([]);
			expect(pairing([item!])).toEqual([0]);
		}
	});

	it('although the tenants pay: a card that is there is kept back like any other', async () => {
		const tenantsPay = {
			...fromInput,
			LandlordPays: '={{ $json.landlordPays }}',
			agreement: false,
		} as INodeParameters;
		const { output } = await order({ ...tenant, landlordPays: false }, tenantsPay, 'continueRegularOutput');
		expect(output[0]!.json).toMatchObject({ ...masked, error: expect.stringContaining('must be turned on') });
	});
});

it('lets an item without a card keep everything on both ways out', async () => {
	const parameters = { ...NATIVE, agreement: false };
	const item = { name: 'Pat', code: 987, when: '2025-03-01' };
	const regular = await bench.run('smartMove', parameters, [item], { onError: 'continueRegularOutput' });
	const split = await bench.run('smartMove', parameters, [item], { onError: 'continueErrorOutput' });
	const expected = [
		{ ...item, error: expect.stringContaining('must be turned on'), details: expect.anything() },
	];
	expect(jsonOf(regular.output)).toEqual(expected);
	expect(jsonOf(split.errorOutput)).toEqual(expected);
});

describe('a number that is secret', () => {
	it.each([
		['987', 'code 987', 'code ***'],
		['987', '987, (987) 987. x987y', '***, (***) ***. x***y'],
		['987', '1987 9870 1.987 987.5 1,987 HTTP 500', '1987 9870 1.987 987.5 1,987 HTTP 500'],
		['1234', '1234 712345 1234', '*** 712345 ***'],
		['98', '98', '98'],
		[NUMBER, '4000-0000-0000-0000 4000 0000 0000 0000 4000000000000000.', '*** *** ***.'],
		[NUMBER, '4000-0000-0000-0001', '4000-0000-0000-0001'],
	])('%s in %j leaves %j', (secret, text, clean) => expect(redact(text, [new Secret(secret)])).toBe(clean));

	it('is taken out of data without changing what is no text and no number', () => {
		const when = new Date();
		const data = { a: [987, '987', true, null], when, b: { c: undefined } };
		expect(redactDeep(data, [new Secret('987')])).toEqual({
			a: ['***', '***', true, null],
			when,
			b: { c: undefined },
		});
	});
});
