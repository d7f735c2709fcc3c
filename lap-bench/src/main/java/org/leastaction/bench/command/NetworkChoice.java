package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.LabelledPoints;
import org.leastaction.settings.SettingException;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that choose the network to train: its family, that family's settings, and the start of its encoder. */
final class NetworkChoice {

    @Option(names = "--model", paramLabel = "FAMILY", required = true,
            description = "Family of the network, e.g. mlp for points or resnet9 for images; or autoencoder, whose encoder"
                    + " networks can start from. 'lap backends' lists the families.")
    private String key;

    @Option(names = "--encoder", paramLabel = "FOLDER",
            description = "Start from the encoder of an autoencoder: its folder, or the run directory that holds it.")
    private Path encoder;

    @Option(names = "--freeze-encoder",
            description = "Keep that encoder as it is; the model can then decode its states into images.")
    private boolean freezeEncoder;

    private final SettingOptions settings = new SettingOptions();
    private List<NetworkFamily> families = List.of();

    /** Adds an option for each setting of some families and of autoencoders. */
    void addOptions(CommandSpec command, List<NetworkFamily> known) {
        families = List.copyOf(known);
        Map<String, SettingSchema> schemas = new LinkedHashMap<>();
        families.forEach(family -> schemas.put(family.key(), family.settings()));
        schemas.put(AutoencoderSpec.FAMILY, AutoencoderSpec.SETTINGS);
        settings.addTo(command, schemas);
    }

    /** The key of the family. */
    String family() {
        return key;
    }

    /** The family and how its encoder starts, e.g. "resnet9-frozen-encoder". */
    String label() {
        return encoder == null ? key : key + (freezeEncoder ? "-frozen-encoder" : "-pretrained");
    }

    /** Whether an autoencoder is to be trained instead of a network for classes. */
    boolean isAutoencoder() {
        return key.equals(AutoencoderSpec.FAMILY);
    }

    /** The chosen family; empty if no backend trains it. */
    Optional<NetworkFamily> chosen() {
        return families.stream().filter(family -> family.key().equals(key)).findFirst();
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
        String user = "the network " + key;
        Unused.check("--encoder", encoder, user, false);
        Unused.check("--freeze-encoder", freezeEncoder ? true : null, user, false);
        return AutoencoderSpec.of(settings.read(AutoencoderSpec.SETTINGS.usual(), user), points.shape());
    }

    /**
     * The network for these points.
     *
     * @throws IllegalArgumentException if an option is out of range, is of no use, or does not fit the points
     */
    NetworkSpec network(LabelledPoints points) {
        NetworkFamily family = chosen().orElseThrow(
                () -> new IllegalArgumentException("no backend trains the family '" + key + "'"));
        Settings usual = family.usual(points.shape(), points.classes());
        return new NetworkSpec(
                family, settings.read(usual, "the network " + key), points.shape(), points.classes());
    }

    /**
     * Checks the settings of the family as far as no data are needed.
     *
     * @throws SettingException if one is out of range or of no use
     */
    void check() {
        SettingSchema schema = isAutoencoder()
                ? AutoencoderSpec.SETTINGS
                : chosen().map(NetworkFamily::settings).orElse(SettingSchema.of());
        if (isAutoencoder() || chosen().isPresent()) {
            settings.read(schema.usual(), "the network " + key);
        }
    }
}
