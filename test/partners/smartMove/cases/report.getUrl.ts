import type { OperationCase } from '../../../operations/operationCase';
import { BY_ID, isOf, NO_ID } from '../caseParts';

export const operationCase: OperationCase = {
	parameters: BY_ID,
	items: ({ smartMove }, count) => {
		const ids = smartMove.addApplications({ count });
		for (const applicationId of ids) smartMove.makeReady({ applicationId });
		return ids.map((id) => ({ id }));
	},
	bad: NO_ID,
	belongs: (output, input) => isOf(output, input) && /^http/.test(String(output.reportUrl)),
};
