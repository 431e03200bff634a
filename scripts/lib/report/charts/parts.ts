// SPDX-License-Identifier: MIT
import { CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelComponent,
  VisualMapComponent,
} from 'echarts/components';

/** What of the chart library draws our charts, on a page and in a file alike: nothing else of it is bundled. */
export const CHART_PARTS = [
  CustomChart,
  HeatmapChart,
  LineChart,
  ParallelChart,
  ScatterChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelComponent,
  VisualMapComponent,
];
