package org.leastaction.tf.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;

/** The checkpoints in a folder, verified without resuming a training. */
public final class SavedCheckpoints {

    private SavedCheckpoints() {}

    /** One sentence for each checkpoint of a folder that is not whole; empty if the folder has no checkpoints. */
    public static List<String> damage(Path folder) {
        List<String> damage = new ArrayList<>();
        for (String name : CheckpointFolder.FILES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    CheckpointFile.requireWhole(file);
                } catch (InputFileException damaged) {
                    damage.add(Messages.of(damaged));
                }
            }
        }
        return damage;
    }
}
