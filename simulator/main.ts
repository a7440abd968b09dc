import { startFromCommandLine } from './commandLine';

void startFromCommandLine('npm run simulator --');
