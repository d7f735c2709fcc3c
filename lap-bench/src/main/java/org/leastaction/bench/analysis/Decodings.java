package org.leastaction.bench.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Segment;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;

/**
 * Images of some samples between the blocks: the inputs, their decoded encodings, and their decoded states after each
 * block of the first segment (the paper's Figures 3 and 4).
 *
 * @param stages K + 2 times [samples, d], normalised as for the network
 * @param rows   indices of the samples in the set of test points
 * @param labels classes of the samples; 0 where they have none
 * @param shape  of one image, [height, width, channels]
 */
public record Decodings(List<FloatPoints> stages, int[] rows, int[] labels, List<Integer> shape) {

    private static final int MOST_SAMPLES = 10;

    public Decodings {
        stages = List.copyOf(stages);
        shape = List.copyOf(shape);
    }

    /**
     * Decodes the first sample of each class, of up to ten classes; the first ten samples where there are no labels.
     */
    static Decodings of(FlowModel model, Decoder decoder, LabelledPoints data) {
        LabelledPoints shown = data.select(rows(data));
        FloatPoints encoded = model.encode(shown.points());
        List<FloatPoints> stages = new ArrayList<>(List.of(shown.points(), decoder.decode(encoded)));
        Segment first = model.shape().segments().get(0);
        if (first.shape().equals(model.shape().encoded())) {
            model.transport(encoded, step -> {
                if (step.segment() == 0) {
                    stages.add(decoder.decode(step.output()));
                }
            });
        }
        return new Decodings(stages, shown.numbers(), shown.isLabelled() ? shown.labels() : new int[shown.size()],
                model.shape().input());
    }

    /** The indices of the samples that are decoded. */
    public static int[] rows(LabelledPoints data) {
        if (!data.isLabelled()) {
            return IntStream.range(0, Math.min(MOST_SAMPLES, data.size())).toArray();
        }
        Map<Integer, Integer> rows = new LinkedHashMap<>();
        for (int i = 0; i < data.size(); i++) {
            rows.putIfAbsent(data.labels()[i], i);
        }
        return rows.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_SAMPLES)
                .mapToInt(Map.Entry::getValue)
                .toArray();
    }

    /**
     * The arrays of a .npz file: {@code images} [samples, K + 2, height, width, channels] in the units of the data,
     * {@code labels} and {@code rows} [samples].
     *
     * @param normalisation the normalisation of the data, which is undone here
     */
    Map<String, NpyArray> arrays(Normalisation normalisation) {
        int n = labels.length;
        int d = stages.get(0).dimension();
        float[] images = new float[n * stages.size() * d];
        for (int i = 0; i < n; i++) {
            for (int s = 0; s < stages.size(); s++) {
                System.arraycopy(stages.get(s).rows(i, i + 1).toArray(), 0, images, (i * stages.size() + s) * d, d);
            }
        }
        normalisation.undo(images);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.of(images, n, stages.size(), shape.get(0), shape.get(1), shape.get(2)));
        arrays.put("labels", NpyArray.of(labels, n));
        arrays.put("rows", NpyArray.of(rows, n));
        return arrays;
    }
}
