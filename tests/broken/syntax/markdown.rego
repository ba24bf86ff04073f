```rego
package acme.markdown

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
```
