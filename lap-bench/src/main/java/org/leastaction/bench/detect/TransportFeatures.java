package org.leastaction.bench.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * How a network moves each of some inputs, after Karkar et al. 2023: norms and angles of the residues of its blocks.
 *
 * @param names    of the features, e.g. "block 3: ‖v‖"
 * @param features [n, f]: for every block ln ‖v‖, ln(‖v‖/‖x‖), cos(v, 1), cos(v, x), and the cosine between v and the
 *                 residue of the block before, where both have the same dimension; v the residue, x the shortcut
 * @param last     x_K of every input, [n, d]
 * @param answers  log-probabilities, [n, classes]
 */
record TransportFeatures(List<String> names, DoublePoints features, FloatPoints last, FloatPoints answers) {

    /** A residue of 0 has the logarithm of this norm, and a cosine of 0 with every vector. */
    private static final double TINY = 1e-12;
    private static final int OF_BLOCK = 4;

    /**
     * Runs a network once.
     *
     * @param inputs [n, inputDimension], normalised
     * @throws IllegalArgumentException if the network has no classes
     */
    static TransportFeatures of(FlowModel model, FloatPoints inputs, int batch) {
        FlowShape shape = model.shape();
        List<String> names = names(shape);
        int n = inputs.size();
        int f = names.size();
        double[] features = new double[Math.multiplyExact(n, f)];
        int d = shape.transportedDimension();
        float[] last = new float[Math.multiplyExact(n, d)];
        int[] firstFeature = new int[shape.blocks() + 1];
        for (int k = 0; k < shape.blocks(); k++) {
            firstFeature[k + 1] = firstFeature[k] + OF_BLOCK + (followsItsLike(shape, k) ? 1 : 0);
        }
        float[][] before = new float[1][];
        Optional<FloatPoints> answers = model.pass(inputs, batch, (firstRow, step) -> {
            int k = step.block();
            FloatPoints residue = step.residue();
            for (int i = 0; i < step.size(); i++) {
                int at = (firstRow + i) * f + firstFeature[k];
                put(features, at, step, residue, i);
                if (followsItsLike(shape, k)) {
                    features[at + OF_BLOCK] = cosine(residue.array(), residue.offset() + i * residue.dimension(),
                            before[0], i * residue.dimension(), residue.dimension());
                }
            }
            before[0] = residue.toArray();
            if (k == shape.blocks() - 1) {
                FloatPoints output = step.output();
                System.arraycopy(output.array(), output.offset(), last, firstRow * d, step.size() * d);
            }
        });
        return new TransportFeatures(names, DoublePoints.wrap(features, n, f), FloatPoints.wrap(last, n, d),
                answers.orElseThrow(() -> new IllegalArgumentException("the network has no classes")));
    }

    private static List<String> names(FlowShape shape) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < shape.blocks(); k++) {
            String block = "block " + (k + 1) + ": ";
            names.addAll(List.of(block + "‖v‖", block + "‖v‖/‖x‖", block + "cos(v, 1)", block + "cos(v, x)"));
            if (followsItsLike(shape, k)) {
                names.add(block + "cos(v, v before)");
            }
        }
        return List.copyOf(names);
    }

    private static boolean followsItsLike(FlowShape shape, int k) {
        return k > 0 && shape.leavingDimension(k) == shape.leavingDimension(k - 1);
    }

    private static void put(double[] features, int at, BlockStep step, FloatPoints residue, int row) {
        FloatPoints shortcut = step.shortcut();
        int d = residue.dimension();
        int v = residue.offset() + row * d;
        int x = shortcut.offset() + row * d;
        double square = 0;
        double sum = 0;
        double ofShortcut = 0;
        for (int j = 0; j < d; j++) {
            double value = residue.array()[v + j];
            square += value * value;
            sum += value;
            ofShortcut += (double) shortcut.array()[x + j] * shortcut.array()[x + j];
        }
        double length = Math.sqrt(square);
        features[at] = Math.log(length + TINY);
        features[at + 1] = Math.log((length + TINY) / (Math.sqrt(ofShortcut) + TINY));
        features[at + 2] = length == 0 ? 0 : sum / length / Math.sqrt(d);
        features[at + 3] = cosine(residue.array(), v, shortcut.array(), x, d);
    }

    private static double cosine(float[] a, int from, float[] b, int at, int d) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int j = 0; j < d; j++) {
            product += (double) a[from + j] * b[at + j];
            squareA += (double) a[from + j] * a[from + j];
            squareB += (double) b[at + j] * b[at + j];
        }
        double lengths = Math.sqrt(squareA) * Math.sqrt(squareB);
        return lengths == 0 ? 0 : product / lengths;
    }

    int size() {
        return features.size();
    }

    /** Some rows. */
    TransportFeatures select(int[] rows) {
        return new TransportFeatures(
                names, features.select(rows).toDouble(), last.select(rows), answers.select(rows));
    }

    /** −ln of the greatest probability of each input. */
    double[] unsureness() {
        double[] scores = new double[size()];
        for (int i = 0; i < scores.length; i++) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < answers.dimension(); c++) {
                greatest = Math.max(greatest, answers.get(i, c));
            }
            scores[i] = -greatest;
        }
        return scores;
    }
}
