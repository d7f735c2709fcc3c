package org.leastaction.bench.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.bench.page.ParticleFlow.SegmentStates;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.PlanePanel.PlaneFlow;
import org.leastaction.io.InputFileException;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** The particles of a network in the data of a page. */
final class FlowJson {

    private FlowJson() {}

    /** Whether states of a record's samples were kept. */
    static boolean exists(RunDirectory directory, String id) {
        return Files.exists(directory.flowFile(id)) || Files.exists(directory.particlesFile(id));
    }

    /**
     * The particles of a network.
     *
     * @param points most particles
     * @return empty if a state is not finite
     * @throws InputFileException if a file cannot be read
     */
    static Optional<ObjectNode> of(RunDirectory directory, RunRecord record, int points, Parallelism parallelism)
            throws IOException {
        ParticleFlow flow;
        int total;
        Optional<PictureSheet> pictures = Optional.empty();
        if (Files.exists(directory.flowFile(record.id()))) {
            ParticleFlow all = ParticleFlow.read(directory.flowFile(record.id()));
            flow = all.limited(points);
            total = record.analysis() == null ? all.samples() : record.analysis().samples();
            if (Files.exists(directory.picturesFile(record.id()))) {
                PictureSheet sheet = PictureSheet.read(directory.picturesFile(record.id()), all.samples());
                pictures = Optional.of(flow.samples() == all.samples() ? sheet
                        : sheet.select(ParticleFlow.chosen(all.samples(), flow.samples())));
            }
        } else {
            PlaneFlow plane = PlaneFlow.read(directory.particlesFile(record.id()));
            flow = ParticleMeasurement.ofPlane(plane.states(), plane.labels(), points, parallelism);
            total = plane.labels().length;
        }
        if (!flow.isFinite()) {
            return Optional.empty();
        }
        ObjectNode node = of(flow, record).put("total", total);
        if (pictures.isPresent()) {
            node.set("pictures", pictures.get().json());
        }
        putDecodings(node, directory.decodingsFile(record.id()), flow);
        return Optional.of(node);
    }

    private static ObjectNode of(ParticleFlow flow, RunRecord record) {
        int n = flow.samples();
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("samples", n);
        node.set("rows", PackedArrays.ints(flow.rows(), n));
        put(node, "labels", flow.labels(), n);
        put(node, "predictions", flow.predictions(), n);
        put(node, "confidence", flow.confidences());
        put(node, "margin", flow.margins());
        put(node, "epsilon", flow.epsilons());
        put(node, "fates", flow.fates(), n);
        node.set("costs", PackedArrays.floats(flow.costs(), n));
        node.set("blockCosts", PackedArrays.floats(flow.blockCosts(), n, flow.blockCosts().length / n));
        put(node, "neighboursBefore", flow.before(), n);
        put(node, "neighboursAfter", flow.after(), n);
        putClasses(node, flow, record);
        ArrayNode segments = node.putArray("segments");
        for (int s = 0; s < flow.segments().size(); s++) {
            segments.add(segment(flow.segments().get(s), n, flow.blocks().get(s)));
        }
        if (flow.segments().get(0).exact()) {
            node.set("inputs", PackedArrays.floats(Arrays.copyOf(flow.segments().get(0).states(), 2 * n), n, 2));
        }
        return node;
    }

    private static ObjectNode segment(SegmentStates segment, int n, int blocks) {
        int r = segment.directions();
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("blocks", blocks)
                .put("dimension", segment.dimension()).put("kept", segment.kept()).put("exact", segment.exact());
        ArrayNode shares = node.putArray("shares");
        Arrays.stream(segment.shares()).forEach(shares::add);
        node.set("states", segment.exact() ? PackedArrays.floats(segment.states(), blocks + 1, n, r)
                : PackedArrays.halves(segment.states(), blocks + 1, n, r));
        if (segment.optimal().length > 0) {
            node.set("optimal", segment.exact() ? PackedArrays.floats(segment.optimal(), n, r)
                    : PackedArrays.halves(segment.optimal(), n, r));
        }
        return node;
    }

    private static void putClasses(ObjectNode node, ParticleFlow flow, RunRecord record) {
        int most = IntStream.concat(IntStream.of(flow.labels()), IntStream.of(flow.predictions())).max().orElse(-1);
        ArrayNode classes = node.putArray("classes");
        for (int label = 0; label <= most; label++) {
            classes.add(record.data() == null ? Integer.toString(label) : record.data().className(label));
        }
    }

    /** Decoded states of the samples in the page; files of older versions do not identify their samples. */
    private static void putDecodings(ObjectNode node, Path file, ParticleFlow flow) throws IOException {
        if (!Files.exists(file) || !Npz.read(file).containsKey("rows")) {
            return;
        }
        NpyArray images = Npz.read(file, "images");
        if (images.rank() != 5) {
            throw new InputFileException(file, "holds images of shape " + images.shape()
                    + "; [samples, stages, height, width, channels] is needed");
        }
        List<Integer> shape = images.shape().subList(2, 5);
        int count = images.shape().get(0) * images.shape().get(1);
        Optional<PictureSheet> sheet = PictureSheet.of(LabelledPoints.unlabelled(
                FloatPoints.wrap(images.floats(), count, images.size() / count), shape), Normalisation.identity());
        if (sheet.isEmpty()) {
            return;
        }
        ObjectNode decodings = sheet.get().json();
        ArrayNode samples = decodings.putArray("samples");
        for (int row : Npz.read(file, "rows").ints()) {
            samples.add(IntStream.range(0, flow.samples()).filter(i -> flow.rows()[i] == row).findFirst().orElse(-1));
        }
        ArrayNode stages = decodings.putArray("stages").add("input").add("decoded");
        IntStream.range(1, images.shape().get(1) - 1).forEach(k -> stages.add("block " + k));
        node.set("decodings", decodings);
    }

    private static void put(ObjectNode node, String key, int[] values, int n) {
        if (values.length > 0) {
            node.set(key, values.length == n ? PackedArrays.ints(values, n)
                    : PackedArrays.ints(values, n, values.length / n));
        }
    }

    private static void put(ObjectNode node, String key, double[] values) {
        if (values.length > 0) {
            node.set(key, PackedArrays.floats(values, values.length));
        }
    }
}
