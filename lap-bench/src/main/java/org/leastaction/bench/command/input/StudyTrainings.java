package org.leastaction.bench.command.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.leastaction.bench.command.options.DataFolderOption;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.DataSettings;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.Trainings;
import org.leastaction.bench.training.TrainingSchema;
import org.leastaction.bench.training.TrainingSettings;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.settings.SettingException;
import org.leastaction.settings.SettingGroup;
import org.leastaction.settings.SettingGroup.Given;

/**
 * The settings of a study's cells: names, ranges, defaults and error messages are those of the options of
 * {@code lap train}.
 */
public final class StudyTrainings implements Trainings {

    private final TrainingSchema schema;
    private final DataPlaces places;
    private final Map<String, Path> encoders;

    private StudyTrainings(TrainingSchema schema, DataPlaces places, Map<String, Path> encoders) {
        this.schema = schema;
        this.places = places;
        this.encoders = Map.copyOf(encoders);
    }

    /** @param dataDir {@code --data-dir}, if given */
    public static StudyTrainings of(Surroundings surroundings, Optional<Path> dataDir) throws IOException {
        return new StudyTrainings(
                InstalledBackends.trainingSchema(surroundings), DataFolderOption.places(dataDir, surroundings),
                Map.of());
    }

    /** A copy with the folders of encoders to which settings refer by name. */
    public StudyTrainings withEncoders(Map<String, Path> named) {
        return new StudyTrainings(schema, places, named);
    }

    @Override
    public List<String> keys() {
        List<SettingGroup.Named> all = new ArrayList<>(schema.settings());
        all.addAll(DataSettings.GROUP.settings());
        return all.stream().map(SettingGroup.Named::name)
                .filter(name -> !name.equals(TrainingSchema.PRECISION_NAME)).sorted().toList();
    }

    @Override
    public void check(StudyCell cell) {
        if (checked(cell.settings()).isAutoencoder()) {
            throw new SettingException(
                    "model", "cells train classifiers; an autoencoder belongs under 'prepare'");
        }
    }

    @Override
    public void check(Preparation preparation) {
        if (!checked(preparation.settings()).isAutoencoder()) {
            throw new SettingException(
                    "model", "only autoencoders can be prepared; classifiers belong in cells");
        }
    }

    private TrainingSettings checked(Map<String, String> settings) {
        DataSettings.request(given(settings), 0);
        return schema.read(given(settings));
    }

    @Override
    public DataSet data(Map<String, String> settings, long seed) throws IOException {
        try {
            return DataSets.standard().load(DataSettings.request(given(settings), seed), places);
        } catch (IllegalArgumentException refused) {
            throw new BadInput("data: " + settings.get("data") + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public TrainingRun run(StudyCell cell, DataSet data, long seed) throws IOException {
        TrainingSettings settings = schema.read(given(cell.settings()));
        Optional<Path> encoder = settings.encoder();
        if (encoder.isPresent()) {
            String named = cell.settings().get(Preparation.ENCODER);
            encoder = Optional.of(ModelChoice.of(encoders.getOrDefault(named, encoder.get())).path());
        }
        return settings.run(data, encoder, seed);
    }

    @Override
    public AutoencoderRun autoencoder(Preparation preparation, DataSet data, long seed) {
        return schema.read(given(preparation.settings())).autoencoder(data.train(), data.test(), seed);
    }

    /** The settings that determine the network and, apart from the seed, the data. */
    public Map<String, String> fitting(StudyCell cell) {
        Set<String> names = schema.namesOfNetworks();
        DataSettings.GROUP.settings().forEach(setting -> names.add(setting.name()));
        Map<String, String> settings = new TreeMap<>(cell.settings());
        settings.keySet().retainAll(names);
        return settings;
    }

    /** Number of epochs of one training. */
    public long epochs(Map<String, String> settings) {
        return schema.read(given(settings)).epochs();
    }

    private static Given given(Map<String, String> settings) {
        return new Given(settings, "");
    }
}
