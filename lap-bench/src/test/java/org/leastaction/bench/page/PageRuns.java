package org.leastaction.bench.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.bench.page.ParticleFlow.SegmentStates;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Run directories whose pages must be correct. */
enum PageRuns {
    IMAGES(24, 3, new int[] {2, 1}),
    TWO_SAMPLES(2, 3, new int[] {2, 1}),
    ONE_SAMPLE(1, 3, new int[] {1}),
    ONE_BLOCK(12, 3, new int[] {1}),
    MANY_BLOCKS(6, 3, new int[] {60, 80}),
    ONE_CLASS(12, 1, new int[] {2}),
    THOUSAND_CLASSES(1000, 1000, new int[] {2}),
    NO_LABELS(12, 0, new int[] {2}),
    STANDING(12, 3, new int[] {2}),
    WITHOUT_STATES(12, 3, new int[] {2, 1}),
    NOT_FINITE(12, 3, new int[] {2}),
    HOSTILE(12, 3, new int[] {2});

    static final int SIDE = 6;
    private static final int R = 3;
    private static final List<String> HOSTILE_NAMES = List.of(
            "</script><script>document.title='broken'</script>", "<img src=x onerror=\"document.title='broken'\">",
            "'\"`${document.title='broken'}<!--");

    private final int samples;
    private final int classes;
    private final int[] stages;

    PageRuns(int samples, int classes, int[] stages) {
        this.samples = samples;
        this.classes = classes;
        this.stages = stages;
    }

    int samples() {
        return samples;
    }

    int blocks() {
        return IntStream.of(stages).sum();
    }

    /** Writes the directory, and its page. */
    Path write(Path folder) throws IOException {
        try (RunDirectory directory = RunDirectory.create(folder)) {
            RunResult result = RunResult.of(record());
            String id = result.record().id();
            if (this == NOT_FINITE) {
                result = result.withFile(RecordFiles.particles(id), brokenPlane());
            } else if (this != WITHOUT_STATES) {
                result = result.withFile(RecordFiles.flow(id), flow().toBytes())
                        .withFile(RecordFiles.pictures(id), pictures().toBytes());
            }
            if (this == IMAGES) {
                result = result.withFile(RecordFiles.decodings(id), decodings());
            }
            directory.keep(result);
            directory.write(Manifest.of(Map.of("version", "1.2.3", "commit", "0123456789abcdef",
                    "time", "2026-01-02T03:04:05Z", "command", "lap analyze --model /home/somebody/secret/net.onnx",
                    "host", "machine-of-somebody", "os", "Linux 6 somebody")));
            PageFile.write(directory, directory.pageFile(), 1000);
            return directory.pageFile();
        }
    }

    private RunRecord record() {
        List<String> names = this == HOSTILE ? HOSTILE_NAMES
                : IntStream.range(0, classes).mapToObj(c -> "kind " + c).toList();
        String data = this == HOSTILE ? HOSTILE_NAMES.get(0) + HOSTILE_NAMES.get(1) + HOSTILE_NAMES.get(2) : "cifar10";
        return RunRecord.of("net.onnx-0123abcd", new RunRecord.Data(data, null, samples, "00").withClasses(names))
                .withAnalysis(analysis());
    }

    private Analysis analysis() {
        Map<String, double[]> segments = new LinkedHashMap<>();
        segments.put("blocks", IntStream.of(stages).asDoubleStream().toArray());
        segments.put("dimension", IntStream.of(stages).mapToDouble(s -> 48).toArray());
        Analysis.Builder analysis = Analysis.builder(samples).put(CostMeasures.SEGMENTS, segments)
                .put(CostMeasures.TRANSPORT_COST_BLOCKS, new Random(1).doubles(blocks(), 0.1, 5).toArray())
                .put(CostMeasures.TRANSPORT_COST, 12.345);
        if (classes > 0) {
            analysis.put(QualityMeasures.ACCURACY, 0.935, 0.8919, 0.9616);
        } else {
            analysis.missing(QualityMeasures.ACCURACY, "the data have no labels");
        }
        return analysis.build();
    }

    /** Sample i starts at (i, 0, 0), and every block moves it by (0, 1, 0); classes take turns. */
    ParticleFlow flow() {
        int[] labels = IntStream.range(0, classes == 0 ? 0 : samples).map(i -> i % classes).toArray();
        int[] predictions = Arrays.stream(labels).map(label -> label % 2 == 0 ? label : 0).toArray();
        float[] costs = new float[samples * blocks()];
        Arrays.fill(costs, this == STANDING ? 0 : 1);
        double[] halves = new double[labels.length];
        Arrays.fill(halves, 0.5);
        int m = Math.min(2, samples - 1);
        int[] nearest = IntStream.range(0, samples * m).map(at -> (at / m + 1 + at % m) % samples).toArray();
        return new ParticleFlow(IntStream.range(0, samples).map(i -> 10 * i).toArray(), labels, predictions, halves,
                halves, new double[samples], IntStream.range(0, samples).map(i -> i % 4).toArray(), costs, nearest,
                nearest,
                Arrays.stream(stages).mapToObj(this::segment).toList());
    }

    private SegmentStates segment(int stage) {
        float[] states = new float[(stage + 1) * samples * R];
        float[] optimal = new float[samples * R];
        for (int i = 0; i < samples; i++) {
            for (int k = 0; k <= stage; k++) {
                states[(k * samples + i) * R] = this == STANDING ? 0 : i;
                states[(k * samples + i) * R + 1] = this == STANDING ? 0 : k;
            }
            optimal[i * R] = this == STANDING ? 0 : samples - 1 - i;
        }
        return new SegmentStates(48, new double[] {0.6, 0.2, 0}, 0.8, false, states, optimal);
    }

    /** The picture of sample i is grey i / n, and red in its upper left quarter. */
    private PictureSheet pictures() {
        int size = SIDE * SIDE * 3;
        float[] values = new float[samples * size];
        for (int at = 0; at < values.length; at++) {
            int pixel = at % size / 3;
            boolean red = pixel / SIDE < SIDE / 2 && pixel % SIDE < SIDE / 2;
            values[at] = red ? at % 3 == 0 ? 1 : 0 : (float) (at / size) / samples;
        }
        return PictureSheet
                .of(LabelledPoints.unlabelled(FloatPoints.wrap(values, samples, size), List.of(SIDE, SIDE, 3)),
                        Normalisation.identity())
                .orElseThrow();
    }

    /** Five pictures each of the samples in rows 30 and 0: those of the first are white. */
    private static byte[] decodings() throws IOException {
        float[] images = new float[2 * 5 * SIDE * SIDE * 3];
        Arrays.fill(images, 0, images.length / 2, 1);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.of(images, 2, 5, SIDE, SIDE, 3));
        arrays.put("labels", NpyArray.of(new int[] {0, 1}, 2));
        arrays.put("rows", NpyArray.of(new int[] {30, 0}, 2));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npz.write(bytes, arrays);
        return bytes.toByteArray();
    }

    private byte[] brokenPlane() throws IOException {
        float[] states = new float[(blocks() + 1) * samples * 2];
        states[states.length - 1] = Float.NaN;
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("states", NpyArray.of(states, blocks() + 1, samples, 2));
        arrays.put("labels", NpyArray.of(new int[samples], samples));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npz.write(bytes, arrays);
        return bytes.toByteArray();
    }
}
