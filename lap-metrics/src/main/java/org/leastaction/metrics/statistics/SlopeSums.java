package org.leastaction.metrics.statistics;

/** The slope of the least-squares line, accumulated point by point. */
public final class SlopeSums {

    private double n;
    private double x;
    private double y;
    private double xx;
    private double xy;

    public void add(double abscissa, double ordinate) {
        n++;
        x += abscissa;
        y += ordinate;
        xx += abscissa * abscissa;
        xy += abscissa * ordinate;
    }

    /** Whether there are at least two different abscissas, without which there is no slope. */
    public boolean isDetermined() {
        return spread() > 0;
    }

    /** (n Σxy − Σx Σy) / (n Σx² − (Σx)²); NaN or infinite where it is not {@linkplain #isDetermined determined}. */
    public double slope() {
        return (n * xy - x * y) / spread();
    }

    private double spread() {
        return n * xx - x * x;
    }
}
