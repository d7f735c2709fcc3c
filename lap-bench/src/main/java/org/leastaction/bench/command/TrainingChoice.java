package org.leastaction.bench.command;

import java.util.List;
import org.leastaction.flow.training.Adam;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Initialisation.Scheme;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.flow.training.Objective;
import org.leastaction.flow.training.Objective.Fixed;
import org.leastaction.flow.training.Objective.LeastAction;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.flow.training.Penalty;
import org.leastaction.flow.training.Penalty.Normalisation;
import org.leastaction.flow.training.Sgd;
import org.leastaction.flow.training.StepSchedule;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say which network is trained, from where, for what, and how. */
final class TrainingChoice {

    private static final int USUAL_WIDTH = 4;
    private static final int USUAL_FILTERS = 32;

    private enum ObjectiveName {
        VANILLA,
        FIXED,
        LAP
    }

    private enum OptimiserName {
        SGD,
        ADAM
    }

    @Option(names = "--model", paramLabel = "FAMILY", required = true,
            description = "Network: mlp for points, resnet9 for images; see 'lap backends' for who trains.")
    private String family;

    @Option(names = "--blocks", paramLabel = "K", defaultValue = "9",
            description = "Residual blocks (default: ${DEFAULT-VALUE}).")
    private int blocks;

    @Option(names = "--width", paramLabel = "W", description = "Hidden units of a fully connected block (default: 4).")
    private Integer width;

    @Option(names = "--filters", paramLabel = "C", description = "Channels of a convolutional block (default: 32).")
    private Integer filters;

    @Option(names = "--no-batch-norm", description = "Build the network without batch normalisation.")
    private boolean noBatchNorm;

    @Option(names = "--init", paramLabel = "SCHEME", defaultValue = "orthogonal",
            description = "Initial weights: orthogonal, normal or kaiming (default: ${DEFAULT-VALUE}).")
    private Scheme scheme;

    @Option(names = "--gain", paramLabel = "G",
            description = "Scale of the initial weights; for normal their standard deviation"
                    + " (default: 0.01 for orthogonal, else 1).")
    private Double gain;

    @Option(names = "--objective", paramLabel = "O", defaultValue = "vanilla",
            description = "vanilla: cross entropy; fixed: + lambda * C; lap: + C / lambda_i by Uzawa's scheme"
                    + " (default: ${DEFAULT-VALUE}).")
    private ObjectiveName objective;

    @Option(names = "--lambda", paramLabel = "L",
            description = "Weight of the transport cost, fixed (default: 0.2).")
    private Double lambda;

    @Option(names = "--lambda0", paramLabel = "L",
            description = "First lambda of lap (default: 5).")
    private Double lambda0;

    @Option(names = "--tau", paramLabel = "T",
            description = "Step of lambda of lap (default: 1).")
    private Double tau;

    @Option(names = "--uzawa-steps", paramLabel = "S",
            description = "Batches between two steps of lambda of lap (default: 5).")
    private Integer uzawaSteps;

    @Option(names = "--normalisation", paramLabel = "N",
            description = "How an objective counts C: elementwise (mean over elements, the scale of the published"
                    + " lambda0 and tau) or sum (default: elementwise).")
    private Normalisation normalisation;

    @Option(names = "--power", paramLabel = "P",
            description = "p > 1 of the cost |v|^p (default: 2).")
    private Double power;

    @Option(names = "--epochs", paramLabel = "E", defaultValue = "30",
            description = "Passes over the training set (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch", paramLabel = "B", defaultValue = "128",
            description = "Points of a step; the last, smaller batch is kept (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--optimiser", paramLabel = "O", defaultValue = "sgd",
            description = "sgd with momentum, or adam (default: ${DEFAULT-VALUE}).")
    private OptimiserName optimiser;

    @Option(names = "--lr", paramLabel = "R", description = "Learning rate (default: 0.01 for sgd, 0.001 for adam).")
    private Double learningRate;

    @Option(names = "--momentum", paramLabel = "M",
            description = "Momentum of sgd (default: 0.9).")
    private Double momentum;

    @Option(names = "--weight-decay", paramLabel = "W",
            description = "Weight decay (default: 1e-4 for sgd, 0 for adam).")
    private Double weightDecay;

    @Option(names = "--milestones", paramLabel = "E,E", split = ",", defaultValue = "120,160,200",
            description = "Epochs after which the rate is divided (default: ${DEFAULT-VALUE}).")
    private List<Integer> milestones;

    @Option(names = "--divisor", paramLabel = "D", defaultValue = "5",
            description = "What the rate is divided by (default: ${DEFAULT-VALUE}).")
    private double divisor;

    /** Lets a command line read the names that these options take. */
    static void registerNames(CommandLine line) {
        EnumNames.register(line, Scheme.class);
        EnumNames.register(line, ObjectiveName.class);
        EnumNames.register(line, Normalisation.class);
        EnumNames.register(line, OptimiserName.class);
    }

    /** The network family, as named. */
    String family() {
        return family;
    }

    /** A short name of method and start, e.g. "resnet9-lap-orthogonal-0.01". */
    String label() {
        return String.join("-", family, objective().key(), initialisation().label());
    }

    /**
     * The training of a network on these points.
     *
     * @throws BadInput if an option is out of range or does not fit the points
     */
    TrainingRun run(LabelledPoints train, LabelledPoints test, long seed) {
        return BadInput.unless(() -> new TrainingRun(
                network(train),
                initialisation(),
                objective(),
                new TrainingOptions(epochs, batch, optimiser(), seed),
                train,
                test));
    }

    private NetworkSpec network(LabelledPoints points) {
        boolean plane = family.equals("mlp");
        String network = "the network " + family;
        checkUsed("--filters", filters, network, !plane);
        checkUsed("--width", width, network, plane);
        return new NetworkSpec(
                family,
                blocks,
                plane ? sizeOr(width, USUAL_WIDTH) : 0,
                plane ? 0 : sizeOr(filters, USUAL_FILTERS),
                noBatchNorm ? BatchNorm.OFF : BatchNorm.ON,
                points.shape(),
                points.classes());
    }

    /** Who gives an option expects something of it: one that would change nothing is refused. */
    private static void checkUsed(String option, Object given, String user, boolean used) {
        if (given != null && !used) {
            throw new IllegalArgumentException(user + " has no use for " + option);
        }
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }

    private static int sizeOr(Integer given, int usual) {
        if (given == null) {
            return usual;
        }
        if (given < 1) {
            throw new IllegalArgumentException("--width and --filters must be at least 1, not " + given);
        }
        return given;
    }

    private Initialisation initialisation() {
        double usual = scheme == Scheme.ORTHOGONAL ? 0.01 : 1;
        return new Initialisation(scheme, gain == null ? usual : gain);
    }

    private Objective objective() {
        String user = "the objective " + EnumNames.name(objective);
        boolean fixed = objective == ObjectiveName.FIXED;
        boolean lap = objective == ObjectiveName.LAP;
        checkUsed("--lambda", lambda, user, fixed);
        checkUsed("--lambda0", lambda0, user, lap);
        checkUsed("--tau", tau, user, lap);
        checkUsed("--uzawa-steps", uzawaSteps, user, lap);
        checkUsed("--normalisation", normalisation, user, fixed || lap);
        checkUsed("--power", power, user, fixed || lap);
        Penalty penalty = new Penalty(or(normalisation, Normalisation.ELEMENTWISE), or(power, 2.0));
        return switch (objective) {
            case VANILLA -> Objective.vanilla();
            case FIXED -> new Fixed(or(lambda, 0.2), penalty);
            case LAP -> new LeastAction(or(lambda0, 5.0), or(tau, 1.0), or(uzawaSteps, 5), penalty);
        };
    }

    private Optimiser optimiser() {
        checkUsed("--momentum", momentum, "the optimiser adam", optimiser == OptimiserName.SGD);
        StepSchedule schedule = new StepSchedule(milestones, divisor);
        return switch (optimiser) {
            case SGD -> {
                Sgd usual = Sgd.defaults();
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
