package org.leastaction.bench.verdict;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.Segment;
import org.leastaction.points.FloatPoints;

/** A flow of given residues v_k(x), with two classes that the sign of the first coordinate of T(x) separates. */
final class FormulaFlow implements FlowModel {

    /** Of a linear map. */
    private record Jacobian(UnaryOperator<float[]> forward, UnaryOperator<float[]> backward)
            implements JacobianProducts {

        @Override
        public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
            return map(tangents, forward);
        }

        @Override
        public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
            return map(cotangents, backward);
        }
    }

    private final int dimension;
    private final List<UnaryOperator<float[]>> residues;
    private final Optional<Jacobian> jacobian;

    FormulaFlow(int dimension, List<UnaryOperator<float[]>> residues) {
        this(dimension, residues, Optional.empty());
    }

    private FormulaFlow(int dimension, List<UnaryOperator<float[]>> residues, Optional<Jacobian> jacobian) {
        this.dimension = dimension;
        this.residues = List.copyOf(residues);
        this.jacobian = jacobian;
    }

    /** One block whose map is linear: it also has the products with its Jacobian. */
    static FormulaFlow linear(int dimension, UnaryOperator<float[]> map, UnaryOperator<float[]> transpose) {
        return new FormulaFlow(dimension, List.of(x -> minus(map.apply(x), x)),
                Optional.of(new Jacobian(map, transpose)));
    }

    static float[] minus(float[] a, float[] b) {
        float[] difference = a.clone();
        for (int i = 0; i < a.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }

    @Override
    public FlowShape shape() {
        return new FlowShape(List.of(dimension), List.of(dimension),
                List.of(new Segment(List.of(dimension), residues.size())), 2);
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        return inputs;
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        FloatPoints state = encoded;
        for (int k = 0; k < residues.size(); k++) {
            FloatPoints residue = map(state, residues.get(k));
            float[] sum = state.toArray();
            float[] added = residue.toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += added[i];
            }
            FloatPoints output = FloatPoints.wrap(sum, state.size(), dimension);
            observer.observe(BlockStep.of(0, k, state, residue, output));
            state = output;
        }
        return state;
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        float[] answers = new float[2 * transported.size()];
        for (int i = 0; i < transported.size(); i++) {
            double logit = 10 * transported.get(i, 0);
            answers[2 * i] = (float) -softplus(logit);
            answers[2 * i + 1] = (float) -softplus(-logit);
        }
        return FloatPoints.wrap(answers, transported.size(), 2);
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    @Override
    public <R> Optional<R> role(Class<R> role) {
        return role == JacobianProducts.class ? jacobian.map(role::cast) : Optional.empty();
    }

    @Override
    public void close() {}

    private static FloatPoints map(FloatPoints points, UnaryOperator<float[]> function) {
        float[] images = new float[points.size() * points.dimension()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(function.apply(points.rows(i, i + 1).toArray()), 0, images, i * points.dimension(),
                    points.dimension());
        }
        return FloatPoints.wrap(images, points.size(), points.dimension());
    }
}
