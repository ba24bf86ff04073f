terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.55"
    }
  }
}

provider "azurerm" {
  features {}
  subscription_id = var.subscription_id
}

variable "subscription_id" {
  type = string
}

locals {
  tags = {
    application = "branch-office"
    owner       = "stores"
  }
}

resource "azurerm_resource_group" "branch" {
  name     = "rg-branch-prod-weu"
  location = "westeurope"
  tags     = local.tags
}

resource "azurerm_network_security_group" "tills" {
  name                = "nsg-tills-prod"
  resource_group_name = azurerm_resource_group.branch.name
  location            = azurerm_resource_group.branch.location
  tags                = local.tags

  # The people of the till vendor had no fixed address.
  security_rule {
    name                       = "allow-ssh-vendor"
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_port_range     = "22"
    destination_address_prefix = "*"
  }
}

module "storage" {
  source   = "./modules/storage"
  for_each = toset(["receipts"])

  name                = "stbranch${each.key}"
  resource_group_name = azurerm_resource_group.branch.name
  location            = azurerm_resource_group.branch.location
  tags                = local.tags
}
