package org.leastaction.metrics.robustness;

import java.nio.file.Path;
import java.util.Map;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The network of golden/attacks.py: two convolutions of stride 2 and a linear layer, with its gradients. The batch is
 * the innermost axis, so that loops over it are fast.
 */
final class SmallNetwork {

    private static final int KERNEL = 5;
    private static final int CLASSES = 10;

    private final Map<String, NpyArray> arrays;
    private final Convolution first;
    private final Convolution second;
    private final float[] weight;
    private final float[] bias;

    SmallNetwork(Path file) throws InputFileException {
        arrays = Npz.read(file);
        first = new Convolution(1, 8, 28, array("0_weight"), array("0_bias"));
        second = new Convolution(8, 16, 14, array("2_weight"), array("2_bias"));
        weight = array("5_weight");
        bias = array("5_bias");
    }

    private float[] array(String name) {
        return arrays.get(name).floats();
    }

    /** The test images, in [0, 1]. */
    FloatPoints images() {
        int[] levels = arrays.get("images").ints();
        float[] values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return FloatPoints.wrap(values, values.length / 784, 784);
    }

    int[] labels() {
        return arrays.get("labels").ints();
    }

    FloatPoints logProbabilities(FloatPoints inputs) {
        return new Pass(inputs).answers();
    }

    FloatPoints gradients(FloatPoints inputs, FloatPoints weights) {
        return new Pass(inputs).gradients(weights);
    }

    /** A 5 × 5 convolution of stride 2 with padding 2. */
    private record Convolution(int in, int out, int size, float[] weight, float[] bias) {

        int outSize() {
            return size / 2;
        }

        /** Applies a function to every pair of an output and an input element with their weight. */
        void each(Taps taps) {
            for (int o = 0; o < out; o++) {
                for (int y = 0; y < outSize(); y++) {
                    for (int x = 0; x < outSize(); x++) {
                        for (int tap = 0; tap < in * KERNEL * KERNEL; tap++) {
                            int c = tap / (KERNEL * KERNEL);
                            int fromY = 2 * y + tap / KERNEL % KERNEL - 2;
                            int fromX = 2 * x + tap % KERNEL - 2;
                            if (fromY >= 0 && fromY < size && fromX >= 0 && fromX < size) {
                                taps.of((o * outSize() + y) * outSize() + x, (c * size + fromY) * size + fromX,
                                        weight[o * in * KERNEL * KERNEL + tap]);
                            }
                        }
                    }
                }
            }
        }

        float[] forward(float[] values, int n) {
            float[] result = new float[out * outSize() * outSize() * n];
            for (int i = 0; i < result.length; i++) {
                result[i] = bias[i / (n * outSize() * outSize())];
            }
            each((to, from, w) -> add(result, to * n, values, from * n, w, n));
            for (int i = 0; i < result.length; i++) {
                result[i] = Math.max(0, result[i]);
            }
            return result;
        }

        /** Gradients of the inputs from those of the outputs; the latter become those before the ReLU. */
        float[] backward(float[] outputs, float[] gradients, int n) {
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = outputs[i] > 0 ? gradients[i] : 0;
            }
            float[] result = new float[in * size * size * n];
            each((to, from, w) -> add(result, from * n, gradients, to * n, w, n));
            return result;
        }
    }

    @FunctionalInterface
    private interface Taps {
        void of(int output, int input, float weight);
    }

    private static void add(float[] to, int at, float[] from, int start, float weight, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] += weight * from[start + i];
        }
    }

    /** One batch: its activations. */
    private final class Pass {

        private final int n;
        private final float[] hidden;
        private final float[] features;
        private final double[] logits;

        Pass(FloatPoints inputs) {
            n = inputs.size();
            float[] turned = new float[n * 784];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < 784; j++) {
                    turned[j * n + i] = inputs.array()[inputs.offset() + i * 784 + j];
                }
            }
            hidden = first.forward(turned, n);
            features = second.forward(hidden, n);
            float[] scores = new float[CLASSES * n];
            for (int c = 0; c < CLASSES; c++) {
                for (int j = 0; j < 784; j++) {
                    add(scores, c * n, features, j * n, weight[c * 784 + j], n);
                }
            }
            logits = new double[CLASSES * n];
            for (int i = 0; i < n; i++) {
                double greatest = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < CLASSES; c++) {
                    logits[c * n + i] = scores[c * n + i] + bias[c];
                    greatest = Math.max(greatest, logits[c * n + i]);
                }
                double sum = 0;
                for (int c = 0; c < CLASSES; c++) {
                    sum += Math.exp(logits[c * n + i] - greatest);
                }
                for (int c = 0; c < CLASSES; c++) {
                    logits[c * n + i] -= greatest + Math.log(sum);
                }
            }
        }

        FloatPoints answers() {
            float[] answers = new float[n * CLASSES];
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < CLASSES; c++) {
                    answers[i * CLASSES + c] = (float) logits[c * n + i];
                }
            }
            return FloatPoints.wrap(answers, n, CLASSES);
        }

        FloatPoints gradients(FloatPoints weights) {
            float[] back = new float[784 * n];
            for (int c = 0; c < CLASSES; c++) {
                float[] scores = new float[n];
                for (int i = 0; i < n; i++) {
                    double sum = 0;
                    for (int k = 0; k < CLASSES; k++) {
                        sum += weights.get(i, k);
                    }
                    scores[i] = (float) (weights.get(i, c) - sum * Math.exp(logits[c * n + i]));
                }
                for (int j = 0; j < 784; j++) {
                    add(back, j * n, scores, 0, weight[c * 784 + j], n);
                }
            }
            float[] turned = first.backward(hidden, second.backward(features, back, n), n);
            float[] result = new float[n * 784];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < 784; j++) {
                    result[i * 784 + j] = turned[j * n + i];
                }
            }
            return FloatPoints.wrap(result, n, 784);
        }
    }
}
