package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.flow.training.MlpSpec;
import org.leastaction.flow.training.MlpSpec.Readout;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.flow.training.OtherSpec;
import org.leastaction.flow.training.ResNeXtSpec;
import org.leastaction.flow.training.ResNet9Spec;
import org.leastaction.flow.training.ResNetSpec;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say which network is trained. */
final class NetworkChoice {

    private static final int USUAL_WIDTH = 4;
    private static final int USUAL_BLOCKS = 9;

    @Option(names = "--model", paramLabel = "FAMILY", required = true,
            description = "Network: mlp for points; resnet9, resnet, resnext50 or resnext29 for images;"
                    + " autoencoder, whose encoder those can start from; see 'lap backends' for who trains.")
    private String family;

    @Option(names = "--blocks", paramLabel = "K[,K…]", split = ",",
            description = "Residual blocks, of each stage where there are several (default: 9; 3,3,3 for resnet and"
                    + " resnext29, 3,4,6,3 for resnext50).")
    private List<Integer> blocks = List.of();

    @Option(names = "--width", paramLabel = "W",
            description = "Hidden units of a block of mlp (default: 4); channels of a group of a resnext (default: 4"
                    + " for resnext50, 64 for resnext29).")
    private Integer width;

    @Option(names = "--readout", paramLabel = "R",
            description = "Classifier of mlp, which is not trained: coordinates, class j from coordinate j, or random"
                    + " (default: coordinates).")
    private Readout readout;

    @Option(names = "--filters", paramLabel = "C",
            description = "Channels of the encoded images (default: 32 for grey and 100 for colour images with resnet9,"
                    + " else 64).")
    private Integer filters;

    @Option(names = "--resolution", paramLabel = "R",
            description = "Encoder of resnet9 or autoencoder: half, with a convolution of stride 2, or full"
                    + " (default: half).")
    private Resolution resolution;

    @Option(names = "--classifier-layers", paramLabel = "L",
            description = "Fully connected layers of resnet9's classifier, 1 to 3 (default: 2).")
    private Integer classifierLayers;

    @Option(names = "--cardinality", paramLabel = "G",
            description = "Groups of a resnext's convolutions (default: 32 for resnext50, 8 for resnext29).")
    private Integer cardinality;

    @Option(names = "--time-step", paramLabel = "H",
            description = "Factor h of the residues, x + h * v(x) (default: 1).")
    private Double timeStep;

    @Option(names = "--no-batch-norm", description = "Build the network without batch normalisation.")
    private boolean noBatchNorm;

    @Option(names = "--encoder", paramLabel = "FOLDER",
            description = "Start from the encoder of an autoencoder: its folder, or the run directory that holds it.")
    private Path encoder;

    @Option(names = "--freeze-encoder",
            description = "Keep that encoder as it is; the model can then decode its states into images.")
    private boolean freezeEncoder;

    /** Lets a command line read the names that these options take. */
    static void registerNames(CommandLine line) {
        EnumNames.register(line, Resolution.class);
        EnumNames.register(line, Readout.class);
    }

    /** The network family, as named. */
    String family() {
        return family;
    }

    /** The family and how its encoder starts, e.g. "resnet9-frozen-encoder". */
    String label() {
        return encoder == null ? family : family + (freezeEncoder ? "-frozen-encoder" : "-pretrained");
    }

    /** Whether no network for classes but an autoencoder is asked for. */
    boolean isAutoencoder() {
        return family.equals(AutoencoderSpec.FAMILY);
    }

    /**
     * Where the encoder starts.
     *
     * @return empty for a random start
     * @throws BadInput if an encoder is frozen that is not there
     */
    Optional<EncoderStart> encoderStart() throws IOException {
        if (encoder == null) {
            if (freezeEncoder) {
                throw new BadInput("--freeze-encoder needs an encoder to keep; name one by --encoder");
            }
            return Optional.empty();
        }
        Learning learning = freezeEncoder ? Learning.FROZEN : Learning.LEARNED;
        return Optional.of(new EncoderStart(ModelChoice.of(encoder).path(), learning));
    }

    /**
     * The autoencoder for these images.
     *
     * @throws IllegalArgumentException if an option is out of range, is of no use, or does not fit the images
     */
    AutoencoderSpec autoencoder(LabelledPoints points) {
        checkUsed("--blocks", blocks.isEmpty() ? null : blocks, false);
        checkUsed("--width", width, false);
        checkUsed("--readout", readout, false);
        checkUsed("--classifier-layers", classifierLayers, false);
        checkUsed("--cardinality", cardinality, false);
        checkUsed("--time-step", timeStep, false);
        checkUsed("--encoder", encoder, false);
        checkUsed("--freeze-encoder", freezeEncoder ? true : null, false);
        ImageEncoderSpec usual = NetworkSpec.resnet9(points.shape(), points.classes()).encoder();
        return new AutoencoderSpec(
                new ImageEncoderSpec(or(resolution, usual.resolution()), or(filters, usual.filters())),
                noBatchNorm ? BatchNorm.OFF : BatchNorm.ON,
                points.shape());
    }

    /** Whether the network is one of those that the paper trains at its higher rate from Kaiming's start. */
    boolean isResNeXt() {
        return family.startsWith("resnext");
    }

    /**
     * The network for these points.
     *
     * @throws IllegalArgumentException if an option is out of range, is of no use, or does not fit the points
     */
    NetworkSpec network(LabelledPoints points) {
        checkUsed("--width", width, family.equals("mlp") || isResNeXt());
        checkUsed("--readout", readout, family.equals("mlp"));
        checkUsed("--filters", filters, !family.equals("mlp"));
        checkUsed("--resolution", resolution, family.equals("resnet9"));
        checkUsed("--classifier-layers", classifierLayers, family.equals("resnet9"));
        checkUsed("--cardinality", cardinality, isResNeXt());
        checkUsed("--time-step", timeStep, !isResNeXt());
        BatchNorm batchNorm = noBatchNorm ? BatchNorm.OFF : BatchNorm.ON;
        double step = or(timeStep, 1.0);
        List<Integer> input = points.shape();
        int classes = points.classes();
        return switch (family) {
            case "mlp" -> stages(new MlpSpec(
                    USUAL_BLOCKS, or(width, USUAL_WIDTH), step, batchNorm, or(readout, Readout.COORDINATES), input,
                    classes));
            case "resnet9" -> stages(resnet9(NetworkSpec.resnet9(input, classes))
                    .withTimeStep(step)
                    .withBatchNorm(batchNorm));
            case "resnet" -> {
                ResNetSpec usual = NetworkSpec.resnet(input, classes);
                yield stages(usual.withFilters(or(filters, usual.filters()))
                        .withTimeStep(step)
                        .withBatchNorm(batchNorm));
            }
            case "resnext50" -> stages(resnext(NetworkSpec.resnext50(input, classes), batchNorm));
            case "resnext29" -> stages(resnext(NetworkSpec.resnext29(input, classes), batchNorm));
            default -> stages(new OtherSpec(family, List.of(USUAL_BLOCKS), input, classes));
        };
    }

    private ResNet9Spec resnet9(ResNet9Spec usual) {
        ImageEncoderSpec encoder = new ImageEncoderSpec(
                or(resolution, usual.encoder().resolution()), or(filters, usual.filters()));
        return usual.withEncoder(encoder).withClassifierLayers(or(classifierLayers, usual.classifierLayers()));
    }

    private ResNeXtSpec resnext(ResNeXtSpec usual, BatchNorm batchNorm) {
        return usual.withFilters(or(filters, usual.filters()))
                .withCardinality(or(cardinality, usual.cardinality()))
                .withWidth(or(width, usual.width()))
                .withBatchNorm(batchNorm);
    }

    private NetworkSpec stages(NetworkSpec usual) {
        return blocks.isEmpty() ? usual : usual.withStages(blocks);
    }

    private void checkUsed(String option, Object given, boolean used) {
        Unused.check(option, given, "the network " + family, used);
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }
}
