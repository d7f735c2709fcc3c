package org.leastaction.flow.contract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.leastaction.flow.layers.Layer.Addition;
import org.leastaction.flow.layers.Layer.BatchNormalisation;
import org.leastaction.flow.layers.Layer.ChannelMeans;
import org.leastaction.flow.layers.Layer.Convolution;
import org.leastaction.flow.layers.Layer.Dense;
import org.leastaction.flow.layers.Layer.Flattening;
import org.leastaction.flow.layers.Layer;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.layers.Layer.Relu;
import org.leastaction.flow.layers.Layer.Scaling;

/** Evaluates layers by their definitions, one point at a time, in double precision. */
final class LayerRun {

    private final LayeredFlow flow;
    private final Map<String, List<Integer>> shapes;

    LayerRun(LayeredFlow flow) {
        this.flow = flow;
        this.shapes = flow.shapes();
    }

    /** All tensors of one point, by name. */
    Map<String, double[]> of(double[] input) {
        Map<String, double[]> tensors = new HashMap<>();
        tensors.put(flow.input(), input);
        for (Layer layer : flow.layers()) {
            tensors.put(layer.output(), run(layer, layer.inputs().stream().map(tensors::get).toList()));
        }
        return tensors;
    }

    private double[] run(Layer layer, List<double[]> inputs) {
        double[] x = inputs.get(0);
        if (layer instanceof Addition) {
            return filled(x.length, i -> x[i] + inputs.get(1)[i]);
        }
        if (layer instanceof Scaling scaling) {
            return filled(x.length, i -> scaling.factor() * x[i]);
        }
        if (layer instanceof Relu) {
            return filled(x.length, i -> Math.max(0, x[i]));
        }
        if (layer instanceof Flattening) {
            return x.clone();
        }
        if (layer instanceof ChannelMeans) {
            int channels = shapes.get(layer.output()).get(0);
            return filled(channels, c -> mean(x, c, channels));
        }
        if (layer instanceof BatchNormalisation norm) {
            return filled(x.length, i -> {
                int c = i % norm.mean().size();
                return (x[i] - norm.mean().get(c)) / Math.sqrt(norm.variance().get(c) + (double) norm.epsilon())
                        * norm.scale().get(c) + norm.shift().get(c);
            });
        }
        if (layer instanceof Dense dense) {
            int outputs = dense.kernel().shape().get(1);
            return filled(outputs, o -> {
                double sum = dense.bias().map(bias -> bias.get(o)).orElse(0f);
                for (int i = 0; i < x.length; i++) {
                    sum += x[i] * dense.kernel().get(i * outputs + o);
                }
                return sum;
            });
        }
        return convolved((Convolution) layer, x);
    }

    private double[] convolved(Convolution layer, double[] x) {
        List<Integer> from = shapes.get(layer.input());
        List<Integer> to = shapes.get(layer.output());
        int outputs = to.get(2);
        return filled(to.get(0) * to.get(1) * outputs, i -> {
            int o = i % outputs;
            int column = i / outputs % to.get(1);
            int row = i / outputs / to.get(1);
            return layer.bias().map(bias -> bias.get(o)).orElse(0f) + seen(layer, x, from, row, column, o);
        });
    }

    /** The value of output channel o at a position. */
    private static double seen(Convolution layer, double[] x, List<Integer> image, int row, int column, int o) {
        List<Integer> kernel = layer.kernel().shape();
        int perGroup = kernel.get(2);
        int first = o / (kernel.get(3) / layer.groups()) * perGroup;
        double sum = 0;
        for (int u = 0; u < kernel.get(0); u++) {
            for (int v = 0; v < kernel.get(1); v++) {
                int r = row * layer.stride() + u - layer.border();
                int s = column * layer.stride() + v - layer.border();
                if (r >= 0 && r < image.get(0) && s >= 0 && s < image.get(1)) {
                    for (int c = 0; c < perGroup; c++) {
                        int weight = ((u * kernel.get(1) + v) * perGroup + c) * kernel.get(3) + o;
                        sum += x[(r * image.get(1) + s) * image.get(2) + first + c] * layer.kernel().get(weight);
                    }
                }
            }
        }
        return sum;
    }

    private static double mean(double[] image, int channel, int channels) {
        double sum = 0;
        for (int i = channel; i < image.length; i += channels) {
            sum += image[i];
        }
        return sum * channels / image.length;
    }

    private static double[] filled(int size, IntToDoubleFunction element) {
        double[] values = new double[size];
        Arrays.setAll(values, element);
        return values;
    }
}
