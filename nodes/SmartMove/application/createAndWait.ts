import { choice, collection } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { deadlineOf, isTransient, waitFields } from '../../shared/execution';
import { carriedFields, product } from '../order/fields';
import { checkNative, nativeOrder, ORDERS_AT_ONCE, placeNative } from '../order/native';
import { reportStatus } from '../report/getStatus';
import { isFinal } from '../stages';
import { finishedResult, waitResult, keyOf } from './waitResult';

const howToWait = choice<'sleep' | 'ask'>({
	displayName: 'How to Wait',
	default: 'sleep',
	options: [
		{
			name: 'Sleep Until SmartMove Reports',
			value: 'sleep',
			description: 'SmartMove wakes the execution, and has to be able to reach this n8n for it',
		},
		{
			name: 'Check Regularly',
			value: 'ask',
			description: 'The execution stays awake and asks: often at first, later every ten minutes',
		},
	],
});

export const createAndWait = defineOperation({
	name: 'Order Now and Wait for Report',
	action: 'Order screening now and wait for report',
	description: 'Place the order at once, and go on when its report is ready or there will be none',
	notice: ORDERS_AT_ONCE,
	contract: ['createApplicationNative', 'getReportStatus', 'getReportUrl'],
	changes: 'ordered',
	checkOnly: { shown: ({ customerReference }) => ({ customerReference }) },
	singleItemAdvice:
		'Put this node into a “Loop Over Items”, or use “Order Now” and let the SmartMove Trigger go on.',
	fields: {
		...nativeOrder,
		additionalFields: collection({ displayName: 'Additional Fields', fields: { ...carriedFields, product } }),
		howToWait,
		...waitFields,
	},
	check: checkNative,
	async run({ howToWait: waitMode, whenTimeIsUp, additionalFields, ...values }, context) {
		const deadline = deadlineOf(values);
		const postbackUri = waitMode === 'sleep' ? context.resumeUrl(whenTimeIsUp === 'stop') : undefined;
		const placed = await placeNative(values, { ...additionalFields, postbackUri }, context);
		const name = `application ${placed.applicationId}`;
		const readStatus = async () => await reportStatus(keyOf(placed), context);
		const timeoutError = (status: string | null) =>
			context.operationError(
				`The report of ${name} was not there in time; its last status is ${status ?? 'not known'}`,
				'The order stands, so do not place it again. Ask with “Report: Get Status” how far it is.',
			);

		if (waitMode === 'ask') {
			const { answer, timedOut } = await context
				.pollUntil(deadline, readStatus, isFinal)
				.catch((failure: Error) => {
					// Such a failure ends the wait only when the time is up, and the status was never read.
					if (whenTimeIsUp === 'continue' && isTransient(failure))
						return { answer: null, timedOut: true as const };
					throw context.operationError(
						`SmartMove has taken the order as ${name}, but does not say how far it is`,
						`${failure.message}\nThe order stands, so do not place it again.`,
					);
				});
			if (!timedOut) return { ...(await finishedResult(placed, answer, async () => context)) };
			if (whenTimeIsUp === 'stop') throw timeoutError(answer);
			return { ...waitResult(placed, answer, true) };
		}

		// n8n needs the output for the deadline before the sleep. If the status cannot be read, the order stands anyway.
		const status = await readStatus().catch(() => null);
		if (status && isFinal(status)) return { ...(await finishedResult(placed, status, async () => context)) };
		const failure = whenTimeIsUp === 'stop' ? timeoutError(status) : undefined;
		await context.waitUntil(deadline, { ...waitResult(placed, status, true) }, failure);
		return { ...waitResult(placed, status, false) };
	},
});
