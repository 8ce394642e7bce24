import { itWithstands } from './matrix';
import { tickets } from './scenarios/tickets';

itWithstands(tickets);
