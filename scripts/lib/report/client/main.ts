// SPDX-License-Identifier: MIT
import { embeddedData, openPage } from './open-page.ts';

openPage(embeddedData());
