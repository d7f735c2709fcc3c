package org.leastaction.bench.training;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.training.TrainingSchema.AugmentationName;
import org.leastaction.bench.training.TrainingSchema.OptimiserName;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Initialisation.Scheme;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;
import org.leastaction.settings.SettingException;
import org.leastaction.settings.SettingGroup.Given;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/** The checked settings of one training, from which runs are made when data are available. Immutable. */
public final class TrainingSettings {

    private final Given given;
    private final Settings common;
    private final Optional<NetworkFamily> family;
    private final UnaryOperator<Settings> network;
    private final Objective objective;

    /** @param network overrides the defaults of the family, or of an autoencoder, by the given values */
    TrainingSettings(
            Given given,
            Settings common,
            Optional<NetworkFamily> family,
            UnaryOperator<Settings> network,
            Objective objective) {
        this.given = given;
        this.common = common;
        this.family = family;
        this.network = network;
        this.objective = objective;
    }

    /** The key of the family. */
    public String family() {
        return common.get(TrainingSchema.MODEL);
    }

    /** Whether an autoencoder is trained instead of a classifier. */
    public boolean isAutoencoder() {
        return family().equals(AutoencoderSpec.FAMILY);
    }

    /** The precision of the training steps. */
    public Precision precision() {
        return common.get(TrainingSchema.PRECISION);
    }

    /** Number of passes over the training set. */
    public int epochs() {
        return common.get(TrainingSchema.EPOCHS);
    }

    /** A short name of network, method and initialisation, e.g. "resnet9-lap-orthogonal-0.01". */
    public String label() {
        if (isAutoencoder()) {
            return String.join("-", family(), initialisation().label());
        }
        String start = encoder().isEmpty() ? "" : freezes() ? "-frozen-encoder" : "-pretrained";
        return String.join("-", family() + start, objective.key(), initialisation().label());
    }

    /** The folder of the autoencoder whose encoder the network starts from; empty for a random initialisation. */
    public Optional<Path> encoder() {
        return common.find(TrainingSchema.ENCODER).map(Path::of);
    }

    /**
     * The training of a network on data.
     *
     * @param encoder the model folder of the autoencoder that {@link #encoder} names
     * @throws IllegalArgumentException if a setting does not fit the data
     */
    public TrainingRun run(DataSet data, Optional<Path> encoder, long seed) {
        LabelledPoints train = data.train();
        NetworkFamily chosen = family.orElseThrow(
                () -> new IllegalArgumentException("no backend trains the family '" + family() + "'"));
        NetworkSpec spec = new NetworkSpec(
                chosen, network.apply(chosen.usual(train.shape(), train.classes())), train.shape(), train.classes());
        Learning learning = freezes() ? Learning.FROZEN : Learning.LEARNED;
        return new TrainingRun(
                spec, initialisation(), objective, options(seed, augmentation(data)),
                encoder.map(folder -> new EncoderStart(folder, learning)), train, data.test());
    }

    /**
     * The training of an autoencoder on images.
     *
     * @throws IllegalArgumentException if a setting does not fit the images
     */
    public AutoencoderRun autoencoder(LabelledPoints train, LabelledPoints test, long seed) {
        return new AutoencoderRun(
                AutoencoderSpec.of(network.apply(AutoencoderSpec.SETTINGS.usual()), train.shape()), initialisation(),
                options(seed, Augmentation.none()),
                train.points(), test.points());
    }

    /** Checks combinations of settings, as far as this is possible without data. */
    void check() {
        Objects.requireNonNull(network.apply(isAutoencoder()
                ? AutoencoderSpec.SETTINGS.usual()
                : family.map(one -> one.settings().usual()).orElse(SettingSchema.of().usual())));
        options(0, Augmentation.none());
        initialisation();
        if (freezes() && encoder().isEmpty()) {
            throw new SettingException(TrainingSchema.FREEZE_ENCODER.key(),
                    given.written(TrainingSchema.FREEZE_ENCODER.key()) + " needs an encoder to keep; name one by "
                            + given.written(TrainingSchema.ENCODER.key()));
        }
    }

    private boolean freezes() {
        return common.get(TrainingSchema.FREEZE_ENCODER);
    }

    private TrainingOptions options(long seed, Augmentation augmentation) {
        return new TrainingOptions(epochs(), common.get(TrainingSchema.BATCH), optimiser(), seed, augmentation);
    }

    private Augmentation augmentation(DataSet data) {
        Optional<AugmentationName> chosen = common.find(TrainingSchema.AUGMENT);
        if (chosen.isEmpty()) {
            return data.usual();
        }
        return switch (chosen.get()) {
            case NONE -> Augmentation.none();
            case CROP_FLIP -> DataSet.cropFlip(data.normalisation());
        };
    }

    private Initialisation initialisation() {
        Initialisation usual = family.map(NetworkFamily::usualInitialisation).orElse(Initialisation.kaiming(1));
        Scheme scheme = common.find(TrainingSchema.INIT).orElse(usual.scheme());
        double usualGain = scheme == usual.scheme() ? usual.gain() : scheme == Scheme.ORTHOGONAL ? 0.01 : 1;
        return new Initialisation(scheme, common.find(TrainingSchema.GAIN).orElse(usualGain));
    }

    private Optimiser optimiser() {
        OptimiserName chosen = common.find(TrainingSchema.OPTIMISER)
                .orElse(isAutoencoder() ? OptimiserName.ADAM : OptimiserName.SGD);
        Optimiser usual = family.map(NetworkFamily::usualTraining).orElse(TrainingOptions.defaults()).optimiser();
        StepSchedule schedule = new StepSchedule(
                common.find(TrainingSchema.MILESTONES).orElse(usual.schedule().milestones()),
                common.find(TrainingSchema.DIVISOR).orElse(usual.schedule().divisor()));
        return switch (chosen) {
            case SGD -> {
                Sgd sgd = usual instanceof Sgd own ? own : Sgd.defaults();
                yield new Sgd(
                        common.find(TrainingSchema.LEARNING_RATE).orElse(sgd.learningRate()),
                        common.find(TrainingSchema.MOMENTUM).orElse(sgd.momentum()),
                        common.find(TrainingSchema.WEIGHT_DECAY).orElse(sgd.weightDecay()),
                        schedule);
            }
            case ADAM -> {
                if (common.find(TrainingSchema.MOMENTUM).isPresent()) {
                    throw new SettingException(TrainingSchema.MOMENTUM.key(),
                            "the optimiser adam does not use " + given.written(TrainingSchema.MOMENTUM.key()));
                }
                Adam adam = Adam.defaults();
                yield new Adam(
                        common.find(TrainingSchema.LEARNING_RATE).orElse(adam.learningRate()),
                        adam.beta1(),
                        adam.beta2(),
                        adam.epsilon(),
                        common.find(TrainingSchema.WEIGHT_DECAY).orElse(adam.weightDecay()),
                        schedule);
            }
        };
    }
}
