package org.leastaction.settings;

/** A setting is unknown, missing, out of range or has no effect; the message is one sentence that names it. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String key;

    /** @param key the setting at fault; empty if the error does not concern a single one */
    public SettingException(String key, String sentence) {
        super(sentence);
        this.key = key;
    }

    /** @param key the setting at fault; empty if the error does not concern a single one */
    public SettingException(String key, String sentence, Throwable cause) {
        super(sentence, cause);
        this.key = key;
    }

    /** The setting at fault; empty if the error does not concern a single one. */
    public String key() {
        return key;
    }
}
