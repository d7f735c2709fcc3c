package org.leastaction.bench.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.DataSet;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.backend.Precision;
import org.leastaction.flow.training.Adam;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Initialisation.Scheme;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.flow.training.Sgd;
import org.leastaction.flow.training.StepSchedule;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say which network is trained, from where, for what, and how. */
final class TrainingChoice {

    private enum AugmentationName {
        NONE,
        CROP_FLIP
    }

    private enum OptimiserName {
        SGD,
        ADAM
    }

    @Mixin
    private NetworkChoice network;

    @Option(names = "--init", paramLabel = "SCHEME",
            description = "Initial weights: orthogonal, normal, kaiming or uniform, which is PyTorch's own and draws"
                    + " biases too (default: orthogonal; kaiming for a resnext or an autoencoder).")
    private Scheme scheme;

    @Option(names = "--gain", paramLabel = "G",
            description = "Scale of the initial weights; for normal their standard deviation"
                    + " (default: 0.01 for orthogonal, else 1).")
    private Double gain;

    @Mixin
    private ObjectiveChoice objective;

    @Option(names = "--epochs", paramLabel = "E", defaultValue = "30",
            description = "Passes over the training set (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch", paramLabel = "B", defaultValue = "128",
            description = "Points of a step; the last, smaller batch is kept (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--augment", paramLabel = "A",
            description = "How training images vary from epoch to epoch: none, or crop-flip, a random crop after padding"
                    + " by 4 and a random mirroring (default: crop-flip for CIFAR, none for others).")
    private AugmentationName augmentation;

    @Option(names = "--optimiser", paramLabel = "O",
            description = "sgd with momentum, or adam (default: sgd; adam for an autoencoder).")
    private OptimiserName optimiser;

    @Option(names = "--lr", paramLabel = "R",
            description = "Learning rate (default: 0.01 for sgd, 0.1 for sgd of a resnext, 0.001 for adam).")
    private Double learningRate;

    @Option(names = "--momentum", paramLabel = "M",
            description = "Momentum of sgd (default: 0.9).")
    private Double momentum;

    @Option(names = "--weight-decay", paramLabel = "W",
            description = "Weight decay (default: 1e-4 for sgd, 0 for adam).")
    private Double weightDecay;

    @Option(names = "--milestones", paramLabel = "E,E", split = ",",
            description = "Epochs after which the rate is divided (default: 120,160,200; 150,225,250 for a resnext).")
    private List<Integer> milestones;

    @Option(names = "--divisor", paramLabel = "D",
            description = "What the rate is divided by (default: 5; 10 for a resnext).")
    private Double divisor;

    @Option(names = "--precision", paramLabel = "P", defaultValue = "float",
            description = "float, or mixed: convolutions and matrix products in bfloat16, weights in float"
                    + " (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    /** Lets a command line read the names that these options take. */
    static void registerNames(CommandLine line) {
        EnumNames.register(line, Scheme.class);
        EnumNames.register(line, OptimiserName.class);
        EnumNames.register(line, Precision.class);
        EnumNames.register(line, AugmentationName.class);
    }

    /** Adds an option for each setting of the families and objectives. */
    void addOptions(CommandSpec command, List<NetworkFamily> families, Objectives objectives) {
        network.addOptions(command, families);
        objective.addOptions(command, objectives);
    }

    /** The network family, as named. */
    String family() {
        return network.family();
    }

    /** Whether no network for classes but an autoencoder is asked for. */
    boolean isAutoencoder() {
        return network.isAutoencoder();
    }

    /** The arithmetic of the steps. */
    Precision precision() {
        return precision;
    }

    /** A short name of method and start, e.g. "resnet9-lap-orthogonal-0.01". */
    String label() {
        return isAutoencoder()
                ? String.join("-", family(), initialisation().label())
                : String.join("-", network.label(), objective.key(), initialisation().label());
    }

    /** Passes over the training set. */
    int epochs() {
        return epochs;
    }

    /**
     * Checks what needs no data.
     *
     * @throws BadInput if an option is out of range or contradicts another
     */
    void check() {
        BadInput.unless(() -> new TrainingOptions(epochs, batch, optimiser(), 0, Augmentation.none()));
        BadInput.unless(() -> {
            network.check();
            return network;
        });
        BadInput.unless(this::initialisation);
        BadInput.unless(objective::objective);
    }

    /**
     * The training of a network on these data.
     *
     * @throws BadInput    if an option is out of range or does not fit the data
     * @throws IOException if there is no encoder where one is named
     */
    TrainingRun run(DataSet data, long seed) throws IOException {
        Optional<EncoderStart> encoder = network.encoderStart();
        return BadInput.unless(() -> new TrainingRun(
                network.network(data.train()),
                initialisation(),
                objective.objective(),
                new TrainingOptions(epochs, batch, optimiser(), seed, augmentation(data)),
                encoder,
                data.train(),
                data.test()));
    }

    private Augmentation augmentation(DataSet data) {
        if (augmentation == null) {
            return data.usual();
        }
        return switch (augmentation) {
            case NONE -> Augmentation.none();
            case CROP_FLIP -> DataSet.cropFlip(data.normalisation());
        };
    }

    /**
     * The training of an autoencoder on these images.
     *
     * @throws BadInput if an option is out of range, is of no use, or does not fit the images
     */
    AutoencoderRun autoencoder(LabelledPoints train, LabelledPoints test, long seed) {
        return BadInput.unless(() -> {
            String user = "an autoencoder";
            objective.checkUnused(user);
            Unused.check("--augment", augmentation, user, false);
            return new AutoencoderRun(
                    network.autoencoder(train),
                    initialisation(),
                    new TrainingOptions(epochs, batch, optimiser(), seed, Augmentation.none()),
                    train.points(),
                    test.points());
        });
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }

    private Initialisation initialisation() {
        Initialisation usual = network.chosen().map(NetworkFamily::usualInitialisation).orElse(Initialisation.kaiming(1));
        Scheme chosen = or(scheme, usual.scheme());
        double usualGain = chosen == usual.scheme() ? usual.gain() : chosen == Scheme.ORTHOGONAL ? 0.01 : 1;
        return new Initialisation(chosen, or(gain, usualGain));
    }

    private Optimiser optimiser() {
        OptimiserName chosen = or(optimiser, isAutoencoder() ? OptimiserName.ADAM : OptimiserName.SGD);
        Unused.check("--momentum", momentum, "the optimiser adam", chosen == OptimiserName.SGD);
        Optimiser usualOptimiser = network.chosen().map(NetworkFamily::usualTraining)
                .orElse(TrainingOptions.defaults()).optimiser();
        StepSchedule usualSchedule = usualOptimiser.schedule();
        StepSchedule schedule = new StepSchedule(
                or(milestones, usualSchedule.milestones()), or(divisor, usualSchedule.divisor()));
        return switch (chosen) {
            case SGD -> {
                Sgd usual = usualOptimiser instanceof Sgd sgd ? sgd : Sgd.defaults();
                yield new Sgd(
                        or(learningRate, usual.learningRate()),
                        or(momentum, usual.momentum()),
                        or(weightDecay, usual.weightDecay()),
                        schedule);
            }
            case ADAM -> {
                Adam usual = Adam.defaults();
                yield new Adam(
                        or(learningRate, usual.learningRate()),
                        usual.beta1(),
                        usual.beta2(),
                        usual.epsilon(),
                        or(weightDecay, usual.weightDecay()),
                        schedule);
            }
        };
    }
}
