/**
 * The report: a run directory as a PDF for print, vector graphics with selectable text.
 *
 * <p>A {@link org.leastaction.bench.report.Report} is drawn from the files of a run directory alone, so it can be drawn
 * again at any time: equal files give equal bytes. It shows, if there are data for them, the table method ×
 * initialisation, transport cost against accuracy (the paper's Figure 2), the plane between blocks (Figure 1), the cost
 * per block, the training curves, the Hölder plot and the manifest. Diverged networks are counted and named, and
 * excluded from all means; a missing number is a dash with a footnote that gives the reason.
 *
 * <pre>{@code
 * RunDirectory directory = RunDirectory.open(Path.of("lap-out"));
 * Report.write(directory, directory.reportFile());
 * }</pre>
 *
 * <p>Text is measured and typeset in bundled fonts (see {@code page/fonts/OFL.txt}): a machine without any fonts draws
 * the same report. Colours are those of M. Okabe and K. Ito, "Color universal design" (2008); markers and dashes differ
 * as well.
 */
package org.leastaction.bench.report;
