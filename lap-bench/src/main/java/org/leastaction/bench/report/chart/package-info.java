/**
 * Charts on pages: axes, panels, legends, styles of methods, intervals, the flow in the plane.
 *
 * <pre>{@code
 * Scale y = Scale.fitting(values);
 * XYPlot plot = Charts.plot(pages.typeface(), x, y.axis("transport cost"));
 * Charts.draw(pages, plot, panels.next(pages, 0));
 * }</pre>
 */
package org.leastaction.bench.report.chart;
