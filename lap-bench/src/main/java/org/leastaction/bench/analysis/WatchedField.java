package org.leastaction.bench.analysis;

import java.util.function.LongConsumer;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.points.DoublePoints;

/** Jacobians whose products are counted: those with the transpose if there are any, because they take longest. */
final class WatchedField implements JacobianField {

    private final JacobianField field;
    private final boolean countsTransposed;
    private final LongConsumer done;
    private long products;

    /** @param transposed number of expected products with the transpose */
    WatchedField(JacobianField field, long transposed, LongConsumer done) {
        this.field = field;
        this.countsTransposed = transposed > 0;
        this.done = done;
    }

    @Override
    public int size() {
        return field.size();
    }

    @Override
    public int inputDimension() {
        return field.inputDimension();
    }

    @Override
    public int outputDimension() {
        return field.outputDimension();
    }

    @Override
    public double precision() {
        return field.precision();
    }

    @Override
    public DoublePoints apply(DoublePoints tangents) {
        return field.apply(tangents);
    }

    @Override
    public DoublePoints applyTransposed(DoublePoints cotangents) {
        if (countsTransposed) {
            done.accept(products++);
        }
        return field.applyTransposed(cotangents);
    }
}
