import { examples, readExample } from '../n8n/support/examples';
import { problemsOf } from './examples/rules';

it.each(examples.filter((file) => file.startsWith('uk-')))('%s keeps to the rules', (file) => {
	expect(problemsOf(readExample(file))).toEqual([]);
});
