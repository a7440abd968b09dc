import type { Control } from '../../../simulator/http/server';

type Ending = Omit<Parameters<Control['movem']['addApplications']>[0], 'count' | 'status'>;

/** Lets as many tenants finish, the first by the first ending and so on, over and over; returns their references. */
export function finishedReferences(
	{ movem, state }: Control,
	count: number,
	endings: readonly Ending[] = [{}],
): Array<{ reference_id: string }> {
	return Array.from({ length: count }, (_, index) => {
		const ending = endings[index % endings.length];
		const [added] = movem.addApplications({ count: 1, status: 'COMPLETED', ...ending });
		const application = state().partners.movem.applications.find(({ id }) => id === added);
		return { reference_id: String(application?.reference_id) };
	});
}
