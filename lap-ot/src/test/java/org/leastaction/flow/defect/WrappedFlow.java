package org.leastaction.flow.defect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** A correct flow as a base for defects: delegates everything to an affine flow. */
class WrappedFlow
        implements FlowModel, BlockCosts, JacobianProducts, BlockJacobianProducts, LossGradients, Saver, Decoder,
        LayerDescriber {

    final AffineFlow sound;

    WrappedFlow(AffineFlow sound) {
        this.sound = sound;
    }

    @Override
    public FlowShape shape() {
        return sound.shape();
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        return sound.encode(inputs);
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        return sound.transport(encoded, observer);
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        return sound.classify(transported);
    }

    @Override
    public FlowCosts costs(FloatPoints inputs, int batch) {
        return sound.costs(inputs, batch);
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        return sound.jacobianVector(encoded, tangents);
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        return sound.vectorJacobian(encoded, cotangents);
    }

    @Override
    public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        return sound.blockJacobianVector(block, entering, tangents);
    }

    @Override
    public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        return sound.blockVectorJacobian(block, entering, cotangents);
    }

    @Override
    public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        return sound.lossGradients(inputs, labels);
    }

    @Override
    public FloatPoints decode(FloatPoints particles) {
        return sound.role(Decoder.class).orElseThrow().decode(particles);
    }

    @Override
    public void save(Path folder) throws IOException {
        sound.save(folder);
    }

    @Override
    public LayeredFlow describe() {
        return sound.describe();
    }

    @Override
    public <R> Optional<R> role(Class<R> role) {
        return FlowModel.super.role(role);
    }

    @Override
    public void close() {
        sound.close();
    }

    static FloatPoints map(FloatPoints points, FloatFunction function) {
        float[] array = points.toArray();
        for (int i = 0; i < array.length; i++) {
            array[i] = function.apply(array[i]);
        }
        return FloatPoints.wrap(array, points.size(), points.dimension());
    }

    static DoublePoints scaled(DoublePoints points, double factor) {
        double[] array = Arrays.stream(points.toArray()).map(x -> factor * x).toArray();
        return DoublePoints.wrap(array, points.size(), points.dimension());
    }

    static FloatPoints plus(FloatPoints points, double shift) {
        return map(points, x -> (float) (x + shift));
    }

    /** Another dimension: cut off, or filled with zeros. */
    static FloatPoints resized(FloatPoints points, int dimension) {
        float[] array = new float[points.size() * dimension];
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < Math.min(dimension, points.dimension()); j++) {
                array[i * dimension + j] = (float) points.get(i, j);
            }
        }
        return FloatPoints.wrap(array, points.size(), dimension);
    }

    static FloatPoints difference(FloatPoints a, FloatPoints b) {
        float[] array = a.toArray();
        for (int i = 0; i < array.length; i++) {
            array[i] -= b.array()[b.offset() + i];
        }
        return FloatPoints.wrap(array, a.size(), a.dimension());
    }

    static double mean(FloatPoints points) {
        double sum = 0;
        for (float coordinate : points.toArray()) {
            sum += coordinate;
        }
        return sum / (points.size() * points.dimension());
    }

    interface FloatFunction {
        float apply(float x);
    }
}
