package org.leastaction.flow.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.UnaryOperator;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * The reference flow: residual blocks v<sub>k</sub>(x) = A<sub>k</sub>x + b<sub>k</sub>, a linear encoder, a softmax of
 * linear logits. Pure Java, one point at a time, so no batch can matter.
 *
 * <p>Each map is evaluated in double precision and rounded once; output = shortcut + residue holds exactly in float.
 */
public final class AffineFlow
        implements FlowModel, BlockCosts, JacobianProducts, BlockJacobianProducts, LossGradients, Saver,
        LayerDescriber {

    private final AffineNetwork network;
    private final FlowShape shape;
    private final AffineDerivatives derivatives;
    private boolean closed;

    public AffineFlow(AffineNetwork network) {
        this.network = Objects.requireNonNull(network, "network");
        this.shape = network.shape();
        this.derivatives = new AffineDerivatives(network);
    }

    /** The weights. */
    public AffineNetwork network() {
        return network;
    }

    @Override
    public FlowShape shape() {
        return shape;
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        check("encode", inputs, shape.inputDimension());
        return map(inputs, shape.encodedDimension(), network.encoder()::apply);
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        check("transport", encoded, shape.encodedDimension());
        FloatPoints state = encoded;
        int index = 0;
        for (int segment = 0; segment < network.segments().size(); segment++) {
            for (AffineBlock block : network.segments().get(segment)) {
                int dimension = block.residue().outputDimension();
                FloatPoints input = state;
                FloatPoints shortcut = block.projection()
                        .map(projection -> map(input, dimension, projection::apply))
                        .orElse(input);
                FloatPoints residue = map(input, dimension, block.residue()::apply);
                state = sum(shortcut, residue);
                observer.observe(BlockStep.of(segment, index++, shortcut, residue, state));
            }
        }
        return state;
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        check("classify", transported, shape.transportedDimension());
        return map(transported, shape.classes(), x -> logSoftmax(network.classifier().apply(x)));
    }

    @Override
    public FlowCosts costs(FloatPoints inputs, int batch) {
        checkOpen();
        AffineCosts costs = new AffineCosts(shape, inputs.size());
        return costs.with(pass(inputs, batch, costs));
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        check("transport", encoded, shape.encodedDimension());
        checkDirections("tangents", tangents, encoded.size(), shape.encodedDimension());
        return map(tangents, shape.transportedDimension(), u -> derivatives.forward(0, shape.blocks(), u));
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        check("transport", encoded, shape.encodedDimension());
        checkDirections("cotangents", cotangents, encoded.size(), shape.transportedDimension());
        return map(cotangents, shape.encodedDimension(), w -> derivatives.backward(0, shape.blocks(), w));
    }

    @Override
    public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        int dimension = shape.enteringDimension(block);
        check("block " + block, entering, dimension);
        checkDirections("tangents", tangents, entering.size(), dimension);
        return map(tangents, shape.leavingDimension(block), u -> derivatives.forward(block, block + 1, u));
    }

    @Override
    public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        int dimension = shape.enteringDimension(block);
        check("block " + block, entering, dimension);
        checkDirections("cotangents", cotangents, entering.size(), shape.leavingDimension(block));
        return map(cotangents, dimension, w -> derivatives.backward(block, block + 1, w));
    }

    @Override
    public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        check("encode", inputs, shape.inputDimension());
        LabelledPoints labelled = new LabelledPoints(inputs, labels, shape.classes(), shape.input());
        PrimitiveIterator.OfInt next = Arrays.stream(labelled.labels()).iterator();
        return map(inputs, shape.inputDimension(), x -> derivatives.lossGradient(x, next.nextInt()));
    }

    @Override
    public void save(Path folder) throws IOException {
        checkOpen();
        AffineFile.write(network, folder);
    }

    @Override
    public LayeredFlow describe() {
        checkOpen();
        return AffineLayers.of(network);
    }

    /** Decoding is there only if the network has a decoder: a role need not be an interface of the model's class. */
    @Override
    public <R> Optional<R> role(Class<R> role) {
        if (role == Decoder.class) {
            return network.decoder().map(map -> role.cast((Decoder) particles -> decode(map, particles)));
        }
        return FlowModel.super.role(role);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** x − log Σ exp x, with the largest x taken out of the sum so that nothing overflows. */
    static double[] logSoftmax(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - largest);
        }
        double[] logProbabilities = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            logProbabilities[i] = logits[i] - largest - Math.log(sum);
        }
        return logProbabilities;
    }

    private FloatPoints decode(AffineMap decoder, FloatPoints particles) {
        check("decode", particles, shape.encodedDimension());
        return map(particles, shape.inputDimension(), decoder::apply);
    }

    private void check(String what, FloatPoints points, int dimension) {
        checkOpen();
        if (points.dimension() != dimension) {
            throw new IllegalArgumentException(
                    what + " takes points of dimension " + dimension + ", not " + points.dimension());
        }
        if (points.size() == 0) {
            throw new IllegalArgumentException(what + " takes at least one point, not an empty batch");
        }
    }

    private static void checkDirections(String what, FloatPoints directions, int size, int dimension) {
        if (directions.size() != size || directions.dimension() != dimension) {
            throw new IllegalArgumentException("the " + what + " have shape [" + directions.size() + ", "
                    + directions.dimension() + "], [" + size + ", " + dimension + "] would fit");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this affine flow is closed");
        }
    }

    private static FloatPoints map(FloatPoints points, int dimension, UnaryOperator<double[]> map) {
        float[] result = new float[Math.multiplyExact(points.size(), dimension)];
        double[] point = new double[points.dimension()];
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < point.length; j++) {
                point[j] = points.get(i, j);
            }
            double[] image = map.apply(point);
            for (int j = 0; j < dimension; j++) {
                result[i * dimension + j] = (float) image[j];
            }
        }
        return FloatPoints.wrap(result, points.size(), dimension);
    }

    private static FloatPoints sum(FloatPoints a, FloatPoints b) {
        float[] sum = a.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b.array()[b.offset() + i];
        }
        return FloatPoints.wrap(sum, a.size(), a.dimension());
    }
}
