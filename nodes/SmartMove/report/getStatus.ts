import { defineOperation } from '../../shared/operation';
import { read } from '../api';
import { echoed, which, whichApplication } from '../fields';
import { stageOfReport } from '../stages';

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get report status',
	description: 'Retrieve how far the report of an application has come',
	contract: 'getReportStatus',
	fields: whichApplication,
	async run(one, { send, unexpected }) {
		const request = { ...read('application/report/status', which(one)), textIsFine: true };
		const answer = await send(request);
		const reportStatus = typeof answer.body === 'string' ? answer.body.trim() : '';
		// Half of a JSON text is a text as well, but begins with a quotation mark.
		if (!/^\w/.test(reportStatus)) throw unexpected(request, answer, 'a status');
		return { ...echoed(one), reportStatus, stage: stageOfReport(reportStatus) };
	},
});
