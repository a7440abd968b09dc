import type { Resource } from '../../shared/operation';
import { add } from './add';
import { remove } from './delete';

export const applicant: Resource = { name: 'Applicant', operations: { add, delete: remove }, default: 'add' };
