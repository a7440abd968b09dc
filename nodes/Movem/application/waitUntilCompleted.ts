import { defineOperation } from '../../shared/operation';
import { deadlineOf, waitFields } from '../../shared/execution';
import { options, referenceBeside } from '../reference/included';
import { applicationId, simplify } from './fields';
import { readApplication } from './read';
import { output } from './simplified';
import { normalStatus } from './statuses';

/** Final statuses: the tenant can do nothing more (contract §5). */
const ENDED = ['COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];

export const waitUntilCompleted = defineOperation({
	name: 'Wait Until Completed',
	action: 'Wait until application is completed',
	description:
		'Ask, often at first and later every ten minutes, until the tenant has finished or the application has ended otherwise',
	contract: ['getApplication'],
	singleItemAdvice: 'Put this node into a “Loop Over Items”, or start a workflow from the Movem Trigger.',
	fields: { applicationId, ...waitFields, simplify, options },
	async run({ applicationId: id, whenTimeIsUp, simplify: lean, options: chosen, ...values }, context) {
		const { answer, timedOut } = await context.pollUntil(
			deadlineOf(values),
			async () => await readApplication(id, context),
			({ status }) => ENDED.includes(normalStatus(status)),
		);
		if (timedOut && whenTimeIsUp === 'stop')
			throw context.operationError(
				`The application was not completed in time; its status is ${answer.status}`,
				'Nothing has changed at Movem. Wait longer, or ask with “Application: Get” how far it is.',
			);
		const reference = chosen.includeReference ? await referenceBeside(answer, lean, context) : {};
		return { ...output(answer, lean), timedOut, ...reference };
	},
});
