package org.leastaction.tf.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.Sum;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.Sha256;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.engine.Engine;

/** The settings that determine the result of a training bit by bit on one machine, as text. */
final class CheckpointSettings {

    private static final int CHUNK = 1 << 14;

    private CheckpointSettings() {}

    /** The settings of an ensemble by name; those that are changed most often come first. */
    static Map<String, String> of(List<TrainingRun> runs, Execution execution) {
        TrainingRun first = runs.get(0);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("number of epochs", Integer.toString(first.options().epochs()));
        settings.put("batch", Integer.toString(first.options().batch()));
        settings.put("objective", inWords(first.objective()));
        settings.put("optimiser", first.options().optimiser().toString());
        settings.put("augmentation", first.options().augmentation().toString());
        settings.put("network", first.network().toString());
        settings.put("initialisation", each(runs, run -> run.initialisation().toString()));
        settings.put("encoder", PretrainedEncoder.of(first).map(CheckpointSettings::inWords).orElse("at random"));
        settings.put("seed", each(runs, run -> Long.toString(run.options().seed())));
        settings.put("training data's hash", hash(runs, TrainingRun::train));
        settings.put("test data's hash", hash(runs, TrainingRun::test));
        put(execution, settings);
        return settings;
    }

    /** The settings of an autoencoder's training. */
    static Map<String, String> of(AutoencoderRun run, Execution execution) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("number of epochs", Integer.toString(run.options().epochs()));
        settings.put("batch", Integer.toString(run.options().batch()));
        settings.put("optimiser", run.options().optimiser().toString());
        settings.put("network", run.network().toString());
        settings.put("initialisation", run.initialisation().toString());
        settings.put("seed", Long.toString(run.options().seed()));
        settings.put("training data's hash", hash(run.train()));
        settings.put("test data's hash", hash(run.test()));
        put(execution, settings);
        return settings;
    }

    private static void put(Execution execution, Map<String, String> settings) {
        settings.put("number of threads", Integer.toString(execution.threads()));
        settings.put("device", execution.device());
        settings.put("precision", execution.precision().toString());
        settings.put("library", Engine.version());
    }

    /**
     * An objective by content: the components of a record, otherwise the parameters, and the class, since the name
     * alone may be shared by a plug-in.
     */
    private static String inWords(Objective objective) {
        if (objective instanceof Sum sum) {
            return Stream.concat(Stream.of(sum.objective()), sum.added().stream())
                    .map(CheckpointSettings::inWords).collect(Collectors.joining(" plus "));
        }
        String content = objective instanceof Record ? objective.toString() : objective.key() + objective.parameters();
        return content + " of " + objective.getClass().getName();
    }

    private static String inWords(PretrainedEncoder encoder) {
        MessageDigest digest = Sha256.digest();
        encoder.weights().values().forEach((name, values) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            update(digest, values, 0, values.length);
        });
        return encoder.learning().key() + ", " + HexFormat.of().formatHex(digest.digest());
    }

    private static String each(List<TrainingRun> runs, Function<TrainingRun, String> word) {
        return runs.stream().map(word).collect(Collectors.joining(" "));
    }

    private static String hash(List<TrainingRun> runs, Function<TrainingRun, LabelledPoints> data) {
        MessageDigest digest = Sha256.digest();
        runs.forEach(run -> update(digest, data.apply(run)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(FloatPoints points) {
        MessageDigest digest = Sha256.digest();
        update(digest, points);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, FloatPoints points) {
        ByteBuffer sizes = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        digest.update(sizes.putInt(points.size()).putInt(points.dimension()).flip());
        update(digest, points.array(), points.offset(), points.size() * points.dimension());
    }

    private static void update(MessageDigest digest, LabelledPoints set) {
        update(digest, set.points());
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < set.size(); from += CHUNK) {
            int count = Math.min(CHUNK, set.size() - from);
            buffer.clear().asIntBuffer().put(set.labels(), from, count);
            digest.update(buffer.limit(Integer.BYTES * count));
        }
    }

    private static void update(MessageDigest digest, float[] values, int offset, int count) {
        ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < count; from += CHUNK) {
            int some = Math.min(CHUNK, count - from);
            buffer.clear().asFloatBuffer().put(values, offset + from, some);
            digest.update(buffer.limit(Float.BYTES * some));
        }
    }
}
