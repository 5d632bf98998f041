/**
 * Whether a topic has no control and no non-character. With one of them, aedes passes a message on, where mosquitto cuts
 * off whoever sends it; both may [MQTT 3.1.1, 1.5.3].
 */
export function everyBrokerTakes(topic: string): boolean {
  return !/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(topic);
}
