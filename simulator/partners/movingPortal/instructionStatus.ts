/** How far an instruction is. The documents do not list its states; these follow the kinds of its notifications. */
export type InstructionStatus = 'NEW' | 'ACCEPTED' | 'REJECTED' | 'COMPLETED' | 'CANCELLED';

const STATUS_AFTER: Readonly<Record<string, InstructionStatus>> = {
	CASEACCEPTED: 'ACCEPTED',
	CASEREJECTED: 'REJECTED',
	CASECOMPLETED: 'COMPLETED',
	CASECANCELLED: 'CANCELLED',
	UNCANCELLED: 'ACCEPTED',
	REOPENED: 'ACCEPTED',
};

const HOLD_AFTER: Readonly<Record<string, boolean>> = { PUTONHOLD: true, TAKENOFFHOLD: false };

/** What a notification makes of an instruction. */
export function stateAfter(
	code: string,
	state: { statusCode: InstructionStatus; isOnHold: boolean },
): { statusCode: InstructionStatus; isOnHold: boolean } {
	return {
		statusCode: STATUS_AFTER[code] ?? state.statusCode,
		isOnHold: HOLD_AFTER[code] ?? state.isOnHold,
	};
}

/** Whether an instruction can only be read (contract §6 no. 14); which those are is not documented. */
export function isReadOnly(statusCode: InstructionStatus): boolean {
	return statusCode === 'REJECTED' || statusCode === 'CANCELLED';
}
