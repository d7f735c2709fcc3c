package org.leastaction.metrics.statistics;

import org.apache.commons.statistics.ranking.NaturalRanking;

/** Spearman's rank correlation: Pearson's correlation of ranks, equal values sharing their mean rank. */
public final class RankCorrelation {

    private RankCorrelation() {}

    /**
     * The correlation of the ranks of two lists, of chosen rows: a draw of the bootstrap keeps the ranks among all rows.
     * NaN where all chosen ranks of a list are equal. O(n log n), then O(rows).
     *
     * @param x n finite numbers
     * @param y n finite numbers
     * @throws IllegalArgumentException for unequal lengths or numbers that are not finite
     */
    public static Statistic of(double[] x, double[] y) {
        Samples.checkSameLength(x, y);
        Samples.check(x, 1, "rank correlation, first");
        Samples.check(y, 1, "rank correlation, second");
        double[] ranksOfX = new NaturalRanking().apply(x);
        double[] ranksOfY = new NaturalRanking().apply(y);
        return rows -> correlation(ranksOfX, ranksOfY, rows);
    }

    private static double correlation(double[] x, double[] y, int[] rows) {
        double meanOfX = 0;
        double meanOfY = 0;
        for (int row : rows) {
            meanOfX += x[row] / rows.length;
            meanOfY += y[row] / rows.length;
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row : rows) {
            double a = x[row] - meanOfX;
            double b = y[row] - meanOfY;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        // The root of the product, not the product of roots: equal lists have a correlation of exactly 1.
        return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
    }
}
