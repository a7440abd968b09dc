import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}' },
	items: ({ movingPortal }, count) =>
		movingPortal.addInstructions({ count }).map(({ tmpReference }) => {
			movingPortal.notify({ reference: tmpReference, kinds: ['CASECOMPLETED'] });
			return { tmpReference };
		}),
	bad: { item: { tmpReference: '' }, label: 'TMP Reference' },
	belongs: (output, input) => output.tmpReference === input.tmpReference && output.stage === 'passed',
	promises: ['tmpReference', 'stage'],
};
