package org.leastaction.bench.record;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.settings.SettingType;

/**
 * The record of one model: its origin and its measurements. Fields that do not apply are null: a network that was
 * trained elsewhere has no initialisation, objective or training; one that was only trained has no analysis.
 *
 * @param id names the record and its files: letters, digits, dots, dashes and underscores, not starting with a dot
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
        String id,
        @Nullable Data data,
        @Nullable Model model,
        @Nullable Initialisation initialisation,
        @Nullable ObjectiveRecord objective,
        @Nullable Training training,
        @Nullable Backend backend,
        @Nullable Analysis analysis) {

    /** @throws IllegalArgumentException if the id is missing or cannot name a file */
    public RunRecord {
        if (id == null || !id.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "a record's id consists of letters, digits, '.', '-' and '_', unlike '" + id + "'");
        }
    }

    /** A record with only an id and data. */
    public static RunRecord of(String id, @Nullable Data data) {
        return new RunRecord(id, data, null, null, null, null, null, null);
    }

    public RunRecord withModel(@Nullable Model newModel) {
        return new RunRecord(id, data, newModel, initialisation, objective, training, backend, analysis);
    }

    public RunRecord withInitialisation(@Nullable Initialisation newInitialisation) {
        return new RunRecord(id, data, model, newInitialisation, objective, training, backend, analysis);
    }

    public RunRecord withObjective(@Nullable ObjectiveRecord newObjective) {
        return new RunRecord(id, data, model, initialisation, newObjective, training, backend, analysis);
    }

    public RunRecord withTraining(@Nullable Training newTraining) {
        return new RunRecord(id, data, model, initialisation, objective, newTraining, backend, analysis);
    }

    public RunRecord withBackend(@Nullable Backend newBackend) {
        return new RunRecord(id, data, model, initialisation, objective, training, newBackend, analysis);
    }

    public RunRecord withAnalysis(@Nullable Analysis newAnalysis) {
        return new RunRecord(id, data, model, initialisation, objective, training, backend, newAnalysis);
    }

    /**
     * The training of a record that must have one.
     *
     * @throws IllegalStateException if there is none
     */
    public Training requireTraining() {
        if (training == null) {
            throw new IllegalStateException("the record " + id + " has no training");
        }
        return training;
    }

    /**
     * The analysis of a record that must have one.
     *
     * @throws IllegalStateException if there is none
     */
    public Analysis requireAnalysis() {
        if (analysis == null) {
            throw new IllegalStateException("the record " + id + " has no analysis");
        }
        return analysis;
    }

    /** Whether the training reached non-finite numbers. */
    public boolean diverged() {
        return training != null && training.divergedAt() != null;
    }

    /** The number under a key of the analysis; missing with a reason if there is none. */
    public Quantity quantity(String key) {
        return analysis == null ? Quantity.missing("no analysis") : analysis.quantity(key);
    }

    /**
     * Share of the test set that the final network classifies correctly, in [0, 1]: from the analysis, otherwise from
     * the last epoch of the training.
     */
    public Quantity accuracy() {
        Quantity analysed = quantity("accuracy");
        return analysed.isPresent() || training == null || !Double.isFinite(training.accuracyLast())
                ? analysed
                : Quantity.of(training.accuracyLast());
    }

    /**
     * The points a model was trained and tested on.
     *
     * @param trainSize number of training points; null if unknown
     * @param testSize  number of test points; null if unknown
     * @param sha256    hash of the content, lower-case hexadecimal; null if unknown
     * @param classes   names of the classes in numeric order; null if unknown
     * @param unstated  what the measured model does not state about the inputs of its training, as "normalisation";
     *                  null if that is unknown
     */
    public record Data(
            String name, @Nullable Integer trainSize, @Nullable Integer testSize, @Nullable String sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> classes,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unstated) {

        /** Points of unknown or unnamed classes. */
        public Data(String name, @Nullable Integer trainSize, @Nullable Integer testSize, @Nullable String sha256) {
            this(name, trainSize, testSize, sha256, null, null);
        }

        public Data withClasses(List<String> names) {
            return new Data(name, trainSize, testSize, sha256, names.isEmpty() ? null : List.copyOf(names), unstated);
        }

        /** The same for a model that does not state some of the inputs of its training. */
        public Data withUnstated(List<String> keys) {
            return new Data(name, trainSize, testSize, sha256, classes, List.copyOf(keys));
        }

        /** The name of a class; its number if it has none. */
        public String className(int label) {
            return classes == null || label < 0 || label >= classes.size() || classes.get(label).isBlank()
                    ? Integer.toString(label) : classes.get(label).replace('_', ' ');
        }
    }

    /**
     * The architecture.
     *
     * @param family   e.g. "mlp"
     * @param words    description of the network in a report; null if unknown
     * @param blocks   number of residual blocks
     * @param stages   blocks of each segment; null if there is only one
     * @param settings the other settings of the family, e.g. "width" and "batch_norm"; siblings of the keys above in
     *                 JSON
     * @param encoder  the pretrained encoder; null for a random initialisation
     */
    public record Model(
            String family,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String words,
            @Nullable Integer blocks,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Integer> stages,
            @JsonAnyGetter Map<String, Object> settings,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Encoder encoder) {

        public Model {
            Map<String, Object> known = new LinkedHashMap<>(Objects.requireNonNullElse(settings, Map.of()));
            // Older records have the settings of all families.
            known.values().removeIf(Objects::isNull);
            settings = Collections.unmodifiableMap(known);
        }

        /** A network of which nothing else is known. */
        public Model(String family, @Nullable Integer blocks, Map<String, Object> settings) {
            this(family, null, blocks, null, settings, null);
        }

        /** The description of a network to train. */
        public static Model of(NetworkSpec spec) {
            Map<String, Object> settings = new LinkedHashMap<>(spec.settings().toJson());
            settings.remove(NetworkFamily.BLOCKS);
            return new Model(
                    spec.family().key(), spec.inWords(), spec.blocks(),
                    spec.stages().size() == 1 ? null : spec.stages(),
                    settings, null);
        }

        public Model withEncoder(@Nullable Encoder newEncoder) {
            return new Model(family, words, blocks, stages, settings, newEncoder);
        }

        /** Whether this is the architecture of a network; settings missing from an older record have their defaults. */
        public boolean describes(NetworkSpec spec) {
            Model described = of(spec);
            Map<String, Object> complete = new LinkedHashMap<>(described.settings);
            complete.keySet().removeAll(settings.keySet());
            spec.family().usual(spec.input(), spec.classes()).toJson().forEach(complete::replace);
            complete.putAll(settings);
            return described.family.equals(family)
                    && Objects.equals(described.blocks, blocks)
                    && Objects.equals(described.stages, stages)
                    && complete.equals(described.settings);
        }
    }

    /**
     * The pretrained encoder that a network started from.
     *
     * @param learning "frozen" or "learned"
     * @param sha256   of the autoencoder's files, lower-case hexadecimal
     */
    public record Encoder(String learning, String sha256) {}

    /**
     * How the weights were initialised.
     *
     * @param scheme e.g. "normal"
     * @param gain   its scale
     */
    public record Initialisation(String scheme, double gain) {

        /** The initialisation of a training. */
        public static Initialisation of(org.leastaction.flow.training.Initialisation initialisation) {
            return new Initialisation(initialisation.scheme().key(), initialisation.gain());
        }

        /** For example "normal, standard deviation 5". */
        public String inWords() {
            return scheme + (scheme.equals("normal") ? ", standard deviation " : ", gain ") + new BigDecimal(
                    Double.toString(gain)).stripTrailingZeros().toPlainString();
        }
    }

    /**
     * The optimiser of a training; parameters that an optimiser lacks are null.
     *
     * @param name         "sgd" or "adam"
     * @param learningRate rate before the schedule
     * @param momentum     μ of SGD
     * @param beta1        decay rate of Adam's mean
     * @param beta2        decay rate of Adam's mean of squares
     * @param epsilon      ε of Adam
     * @param milestones   numbers of epochs after each of which the rate is divided
     * @param divisor      divisor of the rate
     */
    public record Optimiser(
            String name,
            double learningRate,
            @Nullable Double momentum,
            @Nullable Double beta1,
            @Nullable Double beta2,
            @Nullable Double epsilon,
            double weightDecay,
            List<Integer> milestones,
            double divisor) {

        public Optimiser {
            milestones = milestones == null ? List.of() : List.copyOf(milestones);
        }

        /** The optimiser of a training. */
        public static Optimiser of(org.leastaction.flow.training.Optimiser optimiser) {
            Double momentum = optimiser instanceof Sgd sgd ? sgd.momentum() : null;
            Adam adam = optimiser instanceof Adam given ? given : null;
            return new Optimiser(
                    optimiser.key(), optimiser.learningRate(), momentum,
                    adam == null ? null : (Double) adam.beta1(),
                    adam == null ? null : (Double) adam.beta2(),
                    adam == null ? null : (Double) adam.epsilon(),
                    optimiser.weightDecay(), optimiser.schedule().milestones(), optimiser.schedule().divisor());
        }
    }

    /**
     * How a model was trained, and the results of the training.
     *
     * @param augmentation    augmentation of the training points, e.g. "crop-flip"; null if unknown
     * @param seed            seed of initial weights, batches and augmentation
     * @param seconds         wall time, seconds
     * @param divergedAt      first epoch with a non-finite number, from 1; null if all were finite
     * @param divergedAtStep  first step whose loss is not finite, from 1 over all epochs; null if there is none or it
     *                        is unknown
     * @param accuracyHighest highest test accuracy over epochs, in [0, 1]
     * @param accuracyLast    test accuracy of the final network, in [0, 1]
     * @param curve           the epochs; null if they were not kept
     */
    public record Training(
            int epochs,
            int batch,
            Optimiser optimiser,
            @Nullable String augmentation,
            long seed,
            double seconds,
            @Nullable Integer divergedAt,
            @Nullable Long divergedAtStep,
            double accuracyHighest,
            double accuracyLast,
            @Nullable CurveRecord curve) {

        /**
         * The record of a completed training.
         *
         * @param seconds wall time in seconds, at least 0
         */
        public static Training of(TrainingOptions options, TrainingCurve curve, double seconds) {
            return new Training(
                    options.epochs(), options.batch(), Optimiser.of(options.optimiser()),
                    options.augmentation().key(), options.seed(), seconds,
                    curve.divergedAt().isPresent() ? (Integer) curve.divergedAt().getAsInt() : null,
                    curve.divergedAtStep().isPresent() ? (Long) curve.divergedAtStep().getAsLong() : null,
                    curve.highestTestAccuracy(), curve.lastTestAccuracy(), CurveRecord.of(curve));
        }
    }

    /**
     * The backend of a computation.
     *
     * @param threads   null if unknown
     * @param precision of the training steps, "float" or "mixed"; null in older records without this choice
     */
    public record Backend(
            String id, String version, String device, @Nullable Integer threads, @Nullable String precision) {

        /** The backend of a computation; if the device is chosen automatically, the last one that the backend lists. */
        public static Backend of(FlowBackend backend, Execution execution) {
            List<String> devices = backend.devices();
            String device = execution.device().equals("auto") ? devices.get(devices.size() - 1) : execution.device();
            return new Backend(backend.id(), backend.version(), device, execution.threads(),
                    SettingType.word(execution.precision()));
        }

        /** A copy with the precision of a network's training; unchanged if it is unknown. */
        public Backend withPrecision(@Nullable String newPrecision) {
            return newPrecision == null ? this : new Backend(id, version, device, threads, newPrecision);
        }

        /** Whether the results of another backend record are bitwise equal, on the same machine and version. */
        public boolean computesAs(Backend other) {
            return Objects.equals(threads, other.threads)
                    && Objects.requireNonNullElse(precision, "float")
                            .equals(Objects.requireNonNullElse(other.precision, "float"));
        }
    }
}
