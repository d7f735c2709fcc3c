package org.leastaction.ot.kernel;

/**
 * A symmetric kernel without the tiles above the diagonal: those are left at zero, which saves almost half the work.
 *
 * @param kernel as many rows as columns
 */
public record LowerTriangle(PairKernel kernel) implements PairKernel {

    @Override
    public int rows() {
        return kernel.rows();
    }

    @Override
    public int columns() {
        return kernel.columns();
    }

    @Override
    public void fill(int fromRow, int toRow, int fromColumn, int toColumn, double[] values) {
        if (fromColumn < toRow) {
            kernel.fill(fromRow, toRow, fromColumn, toColumn, values);
        }
    }
}
