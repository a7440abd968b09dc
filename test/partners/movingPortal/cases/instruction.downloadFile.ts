import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { tmpReference: '={{ $json.tmpReference }}', fileName: '={{ $json.fileName }}' },
	items: ({ movingPortal }, count) =>
		movingPortal.addInstructions({ count }).map(({ tmpReference }) => {
			movingPortal.notify({ reference: tmpReference, kinds: ['CASECOMPLETED'] });
			return { tmpReference, fileName: `Survey report ${tmpReference}.pdf` };
		}),
	bad: { item: { tmpReference: 'TMP1', fileName: '..' }, label: 'File Name' },
	belongs: (output, input) =>
		output.tmpReference === input.tmpReference &&
		output.fileName === input.fileName &&
		Number(output.fileSize) > 500,
};
